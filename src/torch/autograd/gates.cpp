#include "torch/autograd/gates.h"

#include <torch/autograd.h>

#include <vector>

#include "catalogue/activation.h"
#include "catalogue/gates.h"
#include "catalogue/kernels/kernel_table.h"
#include "core/error.h"
#include "torch/autograd/apply.h"
#include "torch/autograd/map.h"

namespace actlab {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

const ActivationPtr& activation_of(const Gate& gate) {
  static const std::vector<ActivationPtr> all = [] {
    std::vector<ActivationPtr> activations;
    activations.reserve(gates.size());
    for (const Gate& one : gates) activations.push_back(make_activation(one.activation));
    return activations;
  }();
  return all[static_cast<std::size_t>(&gate - gates.data())];
}

torch::Tensor composed(const Gate& gate, const torch::Tensor& x, std::int64_t dim) {
  const std::vector<torch::Tensor> halves = x.chunk(2, dim);
  return halves[0] * apply(*activation_of(gate), halves[1]);
}

torch::Tensor evaluate(const Gate& gate, const torch::Tensor& x, std::int64_t dim) {
  const CompiledActivation compiled = activation_of(gate)->compiled().value();
  const std::vector<torch::Tensor> halves = x.chunk(2, dim);
  return map(compiled.kernels->gate, compiled.formula, halves[0], halves[1]);
}

torch::Tensor gradient(const Gate& gate, const torch::Tensor& x, const torch::Tensor& grad_y, std::int64_t dim) {
  const CompiledActivation compiled = activation_of(gate)->compiled().value();
  const torch::Tensor grad_x = torch::empty_like(x);
  const std::vector<torch::Tensor> halves = x.chunk(2, dim), grads = grad_x.chunk(2, dim);
  map_into(grads[0], compiled.kernels->gate, compiled.formula, grad_y, halves[1]);
  map_into(grads[1], compiled.kernels->gate_backward, compiled.formula, halves[0], halves[1], grad_y);
  return grad_x;
}

// One pass forward and two backward. The composed form would allocate a tensor for each step.
class GateFunction : public torch::autograd::Function<GateFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const Gate& gate, std::int64_t dim) {
    context->save_for_backward({x});
    context->set_materialize_grads(false);
    context->saved_data["gate"] = static_cast<std::int64_t>(&gate - gates.data());
    context->saved_data["dim"] = dim;
    return evaluate(gate, x, dim);
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
    const torch::Tensor& grad_y = grad_outputs[0];
    if (!grad_y.defined()) return tensor_list(3);
    const torch::Tensor x = context->get_saved_variables()[0];
    const Gate& gate = gates[static_cast<std::size_t>(context->saved_data["gate"].toInt())];
    const std::int64_t dim = context->saved_data["dim"].toInt();
    if (!torch::GradMode::is_enabled()) return {gradient(gate, x, grad_y, dim), {}, {}};
    const auto gradients = torch::autograd::grad({composed(gate, x, dim)}, {x}, {grad_y}, {}, /*create_graph=*/true);
    return {gradients[0], {}, {}};
  }
};

}  // namespace

torch::Tensor apply_gate(std::string_view name, const torch::Tensor& x, std::int64_t dim) {
  for (const Gate& gate : gates) {
    if (gate.name != name) continue;
    TORCH_CHECK(x.dim() > 0 && x.size(dim) % 2 == 0, name, ": dimension ", dim,
                " must have an even size, but the input's sizes are ", x.sizes());
    if (!x.is_cpu()) return composed(gate, x, dim);
    if (!torch::GradMode::is_enabled() || !x.requires_grad()) return evaluate(gate, x, dim);
    return GateFunction::apply(x, gate, dim);
  }
  std::vector<std::string_view> known;
  known.reserve(gates.size());
  for (const Gate& gate : gates) known.push_back(gate.name);
  throw UsageError(unknown_name("gate", name, known));
}

}  // namespace actlab
