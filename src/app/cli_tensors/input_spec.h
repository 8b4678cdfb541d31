#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// The shape and dtype of an input tensor.
struct InputSpec {
  std::vector<std::int64_t> shape = {3, 4};
  torch::ScalarType dtype = torch::kDouble;
};

/// Range of floating-point values.
struct ValueRange {
  double low = -2;
  double high = 2;
};

/// Parses "3x4", "3x4:int64" or "scalar". Throws UsageError for any other format.
InputSpec parse_input_spec(std::string_view text);

/// Parses "0.1,5". Throws UsageError for any other format.
ValueRange parse_value_range(std::string_view text);

/// "float64 [3, 4]".
std::string to_string(const torch::Tensor& tensor);

/// Random values from a generator with this seed: uniform over `range` (both parts of complex numbers), or integers 0
/// and 1, which are valid indices. Floating-point and complex tensors require grad.
torch::Tensor draw(const InputSpec& spec, const ValueRange& range, std::uint64_t seed);

}  // namespace actlab
