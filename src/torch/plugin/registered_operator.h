#pragma once

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/types.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/argument_texts.h"
#include "torch/plugin/tensor_argument.h"

namespace actlab {

/// An operator that a library registered with TORCH_LIBRARY. Called through the dispatcher by its schema, like Python's
/// `torch.ops`.
class RegisteredOperator {
 public:
  /// name: "my::op", or "my::op.overload" if there are several. Non-tensor arguments have their defaults or the values
  /// in `arguments`. Throws UsageError for a name that is not registered (with the nearest name in its namespace), and
  /// with all problems of the arguments: those that are not in the schema or do not match its type, and those that are
  /// missing and have no default.
  explicit RegisteredOperator(std::string_view name, const ArgumentTexts& arguments = {});

  /// "my::op(Tensor x, float scale=1.) -> Tensor".
  std::string schema() const;

  /// The arguments that take tensors, in order.
  const std::vector<TensorArgument>& tensor_arguments() const { return tensors_; }

  /// Why it cannot be called with this number of tensors; empty if it can.
  std::string unsupported_reason(std::size_t tensors) const;

  /// The tensors among the results, then those arguments that it modifies and does not return. Arguments that it
  /// modifies are copied first. `values`: one for each of the tensor_arguments. Throws what the operator throws.
  std::vector<torch::Tensor> operator()(const std::vector<TensorArgumentValue>& values) const;

  /// The same for tensors without names, which the arguments take as `shares_of` says; as many as unsupported_reason
  /// allows.
  std::vector<torch::Tensor> operator()(const std::vector<torch::Tensor>& inputs) const;

 private:
  std::string read_arguments(const ArgumentTexts& texts);

  c10::OperatorHandle handle_;
  std::vector<c10::IValue> values_;  // one per argument; empty for tensors until the call
  std::vector<TensorArgument> tensors_;
  std::vector<std::size_t> positions_;  // of tensors_ among the arguments
};

}  // namespace actlab
