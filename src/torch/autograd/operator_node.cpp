#include "torch/autograd/operator_node.h"

#include <mutex>

#include "torch/autograd/node_pointer.h"

namespace actlab {

using torch::autograd::SavedVariable;
using torch::autograd::variable_list;

OperatorNode::OperatorNode(const Operator& of, const Arguments& arguments)
    : operator_(of), parameters_(arguments.parameters().vec()) {
  torch::autograd::edge_list edges;
  edges.reserve(arguments.tensors());
  for (std::size_t i = 0; i < arguments.tensors(); ++i) {
    const torch::Tensor& tensor = arguments[i];
    edges.push_back(tensor.requires_grad() ? torch::autograd::impl::gradient_edge(tensor) : torch::autograd::Edge());
  }
  set_next_edges(std::move(edges));
  // After the edges, which own what a saved leaf points to.
  tensors_.reserve(arguments.tensors());
  for (std::size_t i = 0; i < arguments.tensors(); ++i)
    tensors_.push_back(of.saves(i) ? SavedVariable(arguments[i], /*is_output=*/false) : SavedVariable());
}

void OperatorNode::save_result(const torch::Tensor& result) {
  result_ = SavedVariable(result, /*is_output=*/true);
}

SavedCall OperatorNode::unpacked() {
  SavedCall call;
  call.tensors.reserve(tensors_.size());
  for (std::size_t i = 0; i < tensors_.size(); ++i)
    call.tensors.push_back(operator_.saves(i) ? tensors_[i].unpack() : torch::Tensor());
  if (operator_.saves_result()) call.result = result_.unpack(pointer_to(*this));
  call.parameters = parameters_;
  return call;
}

variable_list OperatorNode::apply(variable_list&& grads) {
  const std::lock_guard<std::mutex> lock(mutex_);
  variable_list gradients(tensors_.size());
  if (!grads[0].defined()) return gradients;
  const SavedCall call = unpacked();
  for (std::size_t i = 0; i < gradients.size(); ++i) {
    if (task_should_compute_output(i)) gradients[i] = operator_.vjp(i, grads[0], call);
  }
  return gradients;
}

void OperatorNode::release_variables() {
  const std::lock_guard<std::mutex> lock(mutex_);
  for (SavedVariable& tensor : tensors_) tensor.reset_data();
  result_.reset_data();
}

#if ACTLAB_HAS_COMPILED_AUTOGRAD
void OperatorNode::compiled_args(torch::dynamo::autograd::CompiledNodeArgs& args) ACTLAB_COMPILED_ARGS_CONST {
  args.collect(operator_.name());
  for (const c10::IValue& parameter : parameters_) args.collect(parameter, /*nested=*/true);
  args.collect(tensors_, /*is_output=*/false);
  args.collect(result_, /*is_output=*/true);
}

variable_list OperatorNode::apply_with_saved(const variable_list& grads,
                                             torch::dynamo::autograd::SwapSavedVariables& saved) {
  saved.before(tensors_);
  saved.before(result_);
  variable_list gradients = apply(variable_list(grads));
  saved.after(tensors_);
  saved.after(result_);
  return gradients;
}
#endif

}  // namespace actlab
