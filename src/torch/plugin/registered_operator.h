#pragma once

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/types.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/argument_texts.h"

namespace actlab {

/// An operator that a library registered with TORCH_LIBRARY. Called through the dispatcher by its schema, like Python's
/// `torch.ops`.
class RegisteredOperator {
 public:
  /// name: "my::op", or "my::op.overload" if there are several. Non-tensor arguments have their defaults or the values
  /// in `arguments`. Throws UsageError for a name that is not registered (with the nearest name in its namespace), for
  /// an argument that is not in the schema or does not match its type, and for a missing argument without a default.
  explicit RegisteredOperator(std::string_view name, const ArgumentTexts& arguments = {});

  /// "my::op(Tensor x, float scale=1.) -> Tensor".
  std::string schema() const;

  /// The tensor arguments, in order. Includes lists of tensors (as one name), but not optional tensors.
  const std::vector<std::string>& tensor_names() const { return tensor_names_; }

  /// Why it cannot be called with this number of tensors; empty if it can.
  std::string unsupported_reason(std::size_t tensors) const;

  /// The tensors among the results. A list argument takes all tensors that the others leave; optional tensors are
  /// omitted if there are too few. Arguments that the schema marks as modified are copied first. Throws what the
  /// operator throws.
  std::vector<torch::Tensor> operator()(const std::vector<torch::Tensor>& inputs) const;

 private:
  void set_argument(std::size_t i, const ArgumentTexts& texts);

  c10::OperatorHandle handle_;
  std::vector<c10::IValue> values_;  // one per argument; empty for a tensor until the call
  std::vector<std::string> tensor_names_;
  std::size_t optional_tensors_ = 0;
  bool has_list_ = false;
};

}  // namespace actlab
