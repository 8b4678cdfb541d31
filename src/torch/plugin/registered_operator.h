#pragma once

#include <ATen/core/dispatch/Dispatcher.h>
#include <torch/types.h>

#include <cstddef>
#include <string>
#include <string_view>
#include <vector>

#include "core/argument_texts.h"

namespace actlab {

/// An operator that some library registered with TORCH_LIBRARY, called through the dispatcher by its schema, as
/// Python's `torch.ops` does.
class RegisteredOperator {
 public:
  /// name: "my::op", or "my::op.overload" where there are several. Other arguments than tensors take their defaults, or
  /// what `arguments` says. Throws UsageError for a name that is not registered (with the nearest of its namespace), an
  /// argument that the schema does not have or that does not read as its type, and one that has no default and is not
  /// given.
  explicit RegisteredOperator(std::string_view name, const ArgumentTexts& arguments = {});

  /// "my::op(Tensor x, float scale=1.) -> Tensor".
  std::string schema() const;

  /// The arguments that are tensors, in order; a list of tensors counts as one, an optional tensor as none.
  const std::vector<std::string>& tensor_names() const { return tensor_names_; }

  /// Whether it can be called with so many tensors; says what it takes where not, and nothing where it can.
  std::string unsupported_reason(std::size_t tensors) const;

  /// The tensors among what it returns. A list argument takes all tensors that the others leave; optional ones are left
  /// out where the tensors do not suffice. What the schema says is written to is a copy. Throws what the operator
  /// throws.
  std::vector<torch::Tensor> operator()(const std::vector<torch::Tensor>& inputs) const;

 private:
  void set_argument(std::size_t i, const ArgumentTexts& texts);

  c10::OperatorHandle handle_;
  std::vector<c10::IValue> values_;  // of each argument; of a tensor, nothing yet
  std::vector<std::string> tensor_names_;
  std::size_t optional_tensors_ = 0;
  bool has_list_ = false;
};

}  // namespace actlab
