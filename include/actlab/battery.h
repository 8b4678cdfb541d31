#pragma once

#include <cstdint>
#include <functional>
#include <iosfwd>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "gradcheck_options.h"
#include "gradcheck_report.h"
#include "tensor_function.h"

namespace actlab {

/// Makes the inputs of a function for a shape: float64 values in its domain and away from its kinks. Inputs whose shape
/// does not follow (a weight, an index) are made as the function needs them. Where the function takes no such shape, an
/// empty list says so.
using MakeInputs = std::function<Tensors(torch::IntArrayRef shape)>;

struct BatteryOptions {
  GradcheckOptions gradcheck;                ///< raise_exception is not used: the battery reports
  std::vector<std::int64_t> shape = {3, 4};  ///< of every check but 0-d and empty
  /// Run besides float64. A dtype that the function refuses with an exception is skipped.
  std::vector<torch::ScalarType> dtypes = {torch::kFloat, torch::kBFloat16, torch::kHalf};
  bool double_backward = true;  ///< false for a function that is meant to be differentiated once
};

enum class Outcome { passed, failed, skipped };
std::string_view to_string(Outcome outcome);

struct BatteryRow {
  std::string pitfall;  ///< "transposed input"
  Outcome outcome = Outcome::passed;
  std::string detail;               ///< why it failed or was skipped
  std::optional<Cause> cause = {};  ///< of a failure
};

/// True where nothing failed.
struct BatteryReport {
  std::vector<BatteryRow> rows;

  bool passed() const;
  explicit operator bool() const { return passed(); }

  /// The row of that pitfall; throws std::out_of_range where there is none.
  const BatteryRow& at(std::string_view pitfall) const;
};

/// A line a pitfall, the last without a newline.
std::string to_string(const BatteryReport& report);
std::string to_json(const BatteryReport& report);
std::ostream& operator<<(std::ostream& stream, const BatteryReport& report);

/// Runs everything that commonly goes wrong with a function's derivative: gradcheck on inputs that are contiguous,
/// transposed, sliced with steps, expanded, 0-d and empty; gradients that are not contiguous, or undefined; other
/// dtypes, against float64; a backward of fewer digits; inputs written to; determinism; a second backward through the
/// same graph; saved tensors modified in place; memory that is never freed; double backward.
BatteryReport battery(const TensorFunction& fn, const MakeInputs& make_inputs, const BatteryOptions& options = {});

}  // namespace actlab
