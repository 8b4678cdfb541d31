#pragma once

#include <cstddef>
#include <cstdint>
#include <iosfwd>
#include <optional>
#include <stdexcept>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// What a failing check is probably caused by.
enum class Cause {
  nothing_to_check,         ///< no input is a floating-point tensor that requires grad
  exception,                ///< the function or its backward threw
  non_finite,               ///< NaN or infinity in a Jacobian
  low_precision,            ///< computed in less than float64, where differences of 1e-6 drown in rounding
  kink,                     ///< not differentiable within eps of the point: the one-sided differences disagree
  overlapping_input,        ///< two elements of the inputs are one element of memory, so that neither moves alone
  nondeterministic,         ///< two runs on the same input differ
  vacuous,                  ///< every entry is zero on both sides: the check could not have failed
  detached,                 ///< the output depends on the input, but no gradient reaches it
  ignored_grad_output,      ///< backward is not linear in grad_output: its factor is missing
  undefined_gradient,       ///< backward fails on an undefined gradient, or takes it for something other than zeros
  non_contiguous_gradient,  ///< backward fails on, or misreads, a gradient that is not contiguous
  empty_gradient,           ///< backward fails where there are no elements
  wrong_dtype,              ///< backward returns a gradient of another dtype than its input's
  saved_intermediate,       ///< the first derivative is right, its own derivative is not
  diagonal_jacobian,        ///< the entries off the diagonal are missing
  constant_factor,          ///< analytical = c * numerical throughout
  wrong_branch,             ///< right on one side of some value of the input, wrong on the other
  missing_term,             ///< wrong in no simpler way: a term is missing or wrong
  input_layout,             ///< the result depends on the strides of the input
  modified_input,           ///< the function writes into its input
  stale_state,              ///< backward depends on an earlier backward, or on a later forward
  version_counter,          ///< a saved tensor was modified in place, and backward did not notice
  leak                      ///< memory outlives its last user: an output saved in a cycle, a cache that grows
};

/// "constant factor", as messages show it.
std::string_view to_string(Cause cause);
std::ostream& operator<<(std::ostream& stream, Cause cause);

/// One entry of a Jacobian: the derivative of an element of an output by an element of an input. Indices of complex
/// tensors have one more place at their end: 0 for the real part, 1 for the imaginary part.
struct JacobianEntry {
  std::size_t input = 0;
  std::size_t output = 0;
  std::vector<std::int64_t> input_index;
  std::vector<std::int64_t> output_index;
  double analytical = 0;
  double numerical = 0;
  double absolute_error = 0;
  double tolerance = 0;  ///< atol + rtol * |numerical|
};

/// "d output 0 [1, 2] / d input 0 [1, 2]: analytical 0.84, numerical 0.42, …".
std::string to_string(const JacobianEntry& entry);

struct Finding {
  Cause cause = Cause::exception;
  std::string detail;                  ///< what was seen, and what to look for
  std::optional<JacobianEntry> entry;  ///< where it is worst
};

/// What a check found. True where it passed.
struct GradcheckReport {
  std::vector<Finding> failures;
  std::vector<Finding> warnings;       ///< a pass that says less than it seems to
  std::optional<JacobianEntry> worst;  ///< the entry that came nearest to its tolerance, or passed it furthest
  std::int64_t compared = 0;           ///< entries compared
  std::int64_t wrong = 0;              ///< entries out of tolerance

  bool passed() const { return failures.empty(); }
  explicit operator bool() const { return passed(); }

  /// The first failure's cause; nothing where the check passed.
  std::optional<Cause> cause() const;
  bool has_warning(Cause cause) const;
};

/// Several lines, the last without a newline.
std::string to_string(const GradcheckReport& report);
/// Everything in it, by the names of its members; what JSON cannot hold (infinity, NaN) as strings.
std::string to_json(const GradcheckReport& report);
std::ostream& operator<<(std::ostream& stream, const GradcheckReport& report);

/// Thrown where a check fails and `raise_exception` is set; the message is the report's text.
class GradcheckError : public std::runtime_error {
 public:
  explicit GradcheckError(GradcheckReport report);
  const GradcheckReport& report() const { return report_; }

 private:
  GradcheckReport report_;
};

}  // namespace actlab
