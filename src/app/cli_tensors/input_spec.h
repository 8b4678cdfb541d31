#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// The shape and dtype of a tensor, as the command line names them: "3x4", "3x4:int64", "scalar".
struct InputSpec {
  std::vector<std::int64_t> shape = {3, 4};
  torch::ScalarType dtype = torch::kDouble;
};

/// Where floating-point values are drawn from.
struct ValueRange {
  double low = -2;
  double high = 2;
};

/// Throws UsageError.
InputSpec parse_input_spec(std::string_view text);
ValueRange parse_value_range(std::string_view text);  ///< "0.1,5"

/// "float64 [3, 4]".
std::string to_string(const torch::Tensor& tensor);

/// Always the same values for the same seed: uniform over the range, of complex numbers both parts; integers 0 or 1, so
/// that they may index. Requires grad where it can.
torch::Tensor draw(const InputSpec& spec, const ValueRange& range, std::uint64_t seed);

}  // namespace actlab
