#include "torch/autograd/autograd_kernel.h"

#include <ATen/core/LegacyTypeDispatch.h>
#include <torch/csrc/autograd/functions/utils.h>

#include <algorithm>

#include "torch/autograd/node_pointer.h"
#include "torch/autograd/operator_node.h"

namespace actlab {
namespace {

bool has_tangent(const torch::Tensor& tensor) {
  return tensor._fw_grad(/*level=*/0).defined();
}

template <class Condition> bool any_tensor(const Arguments& arguments, const Condition& condition) {
  for (std::size_t i = 0; i < arguments.tensors(); ++i) {
    if (condition(arguments[i])) return true;
  }
  return false;
}

// The inputs without their tangents, as torch's own forward-mode formulas have them.
SavedCall primal_call(const Arguments& arguments, const torch::Tensor& result) {
  SavedCall call;
  for (std::size_t i = 0; i < arguments.tensors(); ++i) {
    const torch::Tensor& tensor = arguments[i];
    call.tensors.push_back(has_tangent(tensor) ? tensor._fw_primal(/*level=*/0) : tensor);
  }
  call.result = result;
  call.parameters = arguments.parameters().vec();
  return call;
}

torch::Tensor tangent_of_result(const Operator& of, const Arguments& arguments, const torch::Tensor& result) {
  const SavedCall call = primal_call(arguments, result);
  torch::Tensor sum;
  for (std::size_t i = 0; i < arguments.tensors(); ++i) {
    if (!has_tangent(arguments[i])) continue;
    const torch::Tensor term = of.jvp(i, arguments[i]._fw_grad(/*level=*/0), call);
    sum = sum.defined() ? sum + term : term;
  }
  // A factor that does not depend on all inputs may have fewer dimensions.
  return sum.sym_sizes() == result.sym_sizes() ? sum : sum.expand_symint(result.sym_sizes());
}

// Calls the kernel below autograd, with the same arguments.
torch::Tensor call_below(const c10::OperatorHandle& handle, c10::DispatchKeySet keys,
                         c10::ArrayRef<c10::IValue> arguments) {
  torch::jit::Stack stack = arguments.vec();
  const at::AutoDispatchBelowADInplaceOrView below;
  handle.redispatchBoxed(keys & c10::after_autograd_keyset, &stack);
  return std::move(stack.front()).toTensor();
}

}  // namespace

void AutogradKernel::operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet keys,
                                torch::jit::Stack* stack) const {
  const auto values = torch::jit::last(*stack, handle.schema().arguments().size());
  const Arguments arguments(values, operator_.tensors());
  const bool is_recorded = torch::GradMode::is_enabled() &&
                           any_tensor(arguments, [](const torch::Tensor& tensor) { return tensor.requires_grad(); });
  const bool is_forward_mode = any_tensor(arguments, has_tangent);
  if (!is_recorded && !is_forward_mode) {
    const at::AutoDispatchBelowADInplaceOrView below;
    return handle.redispatchBoxed(keys & c10::after_autograd_keyset, stack);
  }
  const auto node = is_recorded ? make_node<OperatorNode>(operator_, arguments) : nullptr;
  torch::Tensor result = call_below(handle, keys, values);
  if (is_recorded) torch::autograd::set_history(result, node);
  if (is_forward_mode)
    result._set_fw_grad(tangent_of_result(operator_, arguments, result), /*level=*/0, /*is_inplace_op=*/false);
  // At last: a saved result keeps its tangent.
  if (is_recorded && operator_.saves_result()) node->save_result(result);
  torch::jit::drop(*stack, values.size());
  torch::jit::push(*stack, std::move(result));
}

}  // namespace actlab
