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

/// Makes the inputs of a function for a given shape: float64 values inside its domain and away from its kinks (float32
/// if it takes no other). Inputs whose shape is independent of it (a weight, an index) get the shape that the function
/// needs; an optional tensor may be undefined. Returns an empty list if the function does not accept the shape.
/// Derivatives are checked for the inputs that require grad; if none does, for all that are floating-point or complex.
using MakeInputs = std::function<Tensors(torch::IntArrayRef shape)>;

enum class Outcome { passed, failed, skipped };
std::string_view to_string(Outcome outcome);

struct BatteryRow {
  std::string pitfall;  ///< "transposed input"
  Outcome outcome = Outcome::passed;
  std::string detail;               ///< why it failed or was skipped
  std::optional<Cause> cause = {};  ///< of a failure
};

struct BatteryOptions {
  GradcheckOptions gradcheck;                ///< raise_exception is not used: the battery reports
  std::vector<std::int64_t> shape = {3, 4};  ///< the input shape of every check except 0-d and empty
  /// Checked in addition to float64. A dtype for which the function throws is skipped.
  std::vector<torch::ScalarType> dtypes = {torch::kFloat, torch::kBFloat16, torch::kHalf};
  bool double_backward = true;         ///< false if the function is only meant to be differentiated once
  std::vector<std::string> skip = {};  ///< names of rows (see battery_rows) that are not checked

  /// Called with the name of each row before its checks, and with the row after them: a function that ends the process
  /// would leave no report.
  std::function<void(std::string_view pitfall)> before_row = {};
  std::function<void(const BatteryRow& row)> after_row = {};
};

/// The names of all rows, in order: "contiguous input", "transposed input" and so on.
std::vector<std::string> battery_rows(const BatteryOptions& options = {});

/// Converts to true if no row failed.
struct BatteryReport {
  std::vector<BatteryRow> rows;

  bool passed() const;
  explicit operator bool() const { return passed(); }

  /// The row of this pitfall; throws std::out_of_range if there is none.
  const BatteryRow& at(std::string_view pitfall) const;
};

/// One line per pitfall, without a trailing newline.
std::string to_string(const BatteryReport& report);
std::string to_json(const BatteryReport& report);
std::ostream& operator<<(std::ostream& stream, const BatteryReport& report);

/// Checks a function for the common mistakes in derivatives. Runs gradcheck on contiguous, transposed, strided,
/// expanded, 0-d and empty inputs and on non-contiguous or undefined gradients; compares other dtypes with float64; and
/// looks for a backward of lower precision, inputs that are written to, nondeterminism, a second backward through the
/// same graph, saved tensors modified in place, memory leaks, and a wrong double backward.
///
/// Where the function returns NaN, which may be meant, the derivative is not compared. Throws std::invalid_argument if
/// options.skip names a row that there is not.
BatteryReport battery(const TensorFunction& fn, const MakeInputs& make_inputs, const BatteryOptions& options = {});

}  // namespace actlab
