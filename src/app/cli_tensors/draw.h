#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>

#include "app/cli_tensors/input_spec.h"

namespace actlab {

/// The tensor that a spec describes. Drawn values are uniform over the spec's range, `range` by default (both parts of
/// complex numbers), from a generator with this seed; integers and booleans are 0 and 1 by default, which are indices
/// into any tensor. Floating-point and complex tensors require grad unless the spec says nograd. Throws UsageError for
/// a file that cannot be read, and for values that the dtype does not have.
torch::Tensor make_tensor(const TensorSpec& spec, const ValueRange& range, std::uint64_t seed);

/// "float64 [3, 4]".
std::string shape_text(const torch::Tensor& tensor);

/// The dtype, the shape, the range of the values and the first ones: "float64 [3, 4], -1.9 to 1.8: 0.5, -1.2, …".
std::string values_text(const torch::Tensor& tensor);

}  // namespace actlab
