#pragma once

#include <ATen/core/function_schema.h>
#include <torch/types.h>

#include <cstddef>
#include <optional>
#include <span>
#include <string>
#include <vector>

namespace actlab {

/// An argument of an operator that takes tensors: Tensor, Tensor?, Tensor[], Tensor?[] or Tensor[]?.
struct TensorArgument {
  std::string name;
  std::string type;                   ///< as in the schema: "Tensor?"
  bool is_list = false;               ///< takes any number of tensors
  bool may_be_none = false;           ///< may be omitted
  bool elements_may_be_none = false;  ///< of a list
  bool is_out = false;                ///< the operator writes its result into it: Tensor(a!) after the *
};

/// What a tensor argument gets: nullopt for none, or one tensor, or for a list any number; an undefined tensor is an
/// element that is none.
using TensorArgumentValue = std::optional<std::vector<torch::Tensor>>;

/// The form of an argument that takes tensors; nullopt for any other argument.
std::optional<TensorArgument> as_tensor_argument(const c10::Argument& argument);

/// How many of `count` values without names each argument gets, nullopt for none: one for each that needs one. The
/// first list also gets what the others leave if `list_takes_rest`; without a list, arguments that may be omitted get
/// it, the first ones first.
std::vector<std::optional<std::size_t>> shares_of(std::span<const TensorArgument> arguments, std::size_t count,
                                                  bool list_takes_rest);

/// The value for a call. Copies the tensors if the schema marks the argument as modified. An argument for a result that
/// has no value gets an empty tensor of this dtype, which operators resize.
c10::IValue call_value(const c10::Argument& argument, const TensorArgument& form, const TensorArgumentValue& value,
                       torch::ScalarType out_dtype);

/// Adds the tensors of a result to `tensors`.
void add_tensors(const c10::IValue& value, std::vector<torch::Tensor>& tensors);

}  // namespace actlab
