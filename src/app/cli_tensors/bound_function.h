#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "actlab/tensor_function.h"
#include "app/cli_tensors/input_spec.h"

namespace actlab {

/// A tensor that the checked function gets.
struct BoundInput {
  std::string name;  ///< of its argument; "parts[1]" in a list
  TensorSpec spec;
  torch::Tensor tensor;
};

/// A function of the user, given on the command line, with the inputs at which it is checked.
struct BoundFunction {
  std::string title;  ///< "my::op(Tensor x) -> Tensor"
  TensorFunction fn;  ///< of the tensors of `inputs`, in this order
  std::vector<BoundInput> inputs;
  std::vector<std::string> omitted;  ///< the arguments that are none
  ValueRange range;                  ///< of inputs that have none of their own

  Tensors tensors() const;
};

/// What is common to all inputs.
struct Drawing {
  std::vector<InputSpec> inputs;
  ValueRange range;
  std::uint64_t seed = 0;
};

/// The function of a TorchScript expression. Throws UsageError if it does not compile, or the inputs do not fit it.
BoundFunction bind_script(const std::string& expression, const Drawing& drawing);

/// A registered operator with `arguments` "name=value" for those that are not tensors. Inputs without a name go to the
/// arguments in the order of the schema; tensors that are needed and not given are 3x4. Throws UsageError for an
/// unknown operator, and for arguments or inputs that do not fit it.
BoundFunction bind_operator(const std::string& name, const std::vector<std::string>& arguments, const Drawing& drawing);

/// Draws the input of a given shape instead of its own, with the same range and dtype.
torch::Tensor redraw(const BoundFunction& function, std::size_t input, torch::IntArrayRef shape);

}  // namespace actlab
