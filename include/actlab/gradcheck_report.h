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

/// The probable cause of a failed check.
enum class Cause {
  nothing_to_check,         ///< no input is a floating-point tensor that requires grad
  exception,                ///< the function or its backward threw
  unsupported,              ///< the checker, or this version of LibTorch, cannot check such a tensor
  too_large,                ///< comparing every entry of the Jacobian would take too long or too much memory
  non_finite,               ///< NaN or infinity in a Jacobian
  low_precision,            ///< computed in less than float64, so rounding hides differences of 1e-6
  kink,                     ///< not differentiable within eps of the point: the one-sided differences disagree
  overlapping_input,        ///< two elements of the inputs share memory, so they cannot be varied separately
  nondeterministic,         ///< two runs on the same input differ
  vacuous,                  ///< every entry is zero on both sides: the check could not have failed
  detached,                 ///< the output depends on the input, but no gradient reaches it
  ignored_grad_output,      ///< backward is not linear in grad_output: its factor is missing
  undefined_gradient,       ///< backward fails on an undefined gradient, or does not treat it as zeros
  non_contiguous_gradient,  ///< backward fails on, or misreads, a non-contiguous gradient
  empty_gradient,           ///< backward fails if there are no elements
  wrong_dtype,              ///< backward returns a gradient whose dtype differs from its input's
  saved_intermediate,       ///< the first derivative is right, the second by an input is not
  detached_grad_output,     ///< the first derivative is right, the second by grad_output is missing
  once_differentiable,      ///< the first derivative is right, and there is no second: backward is not recorded
  forward_mode,             ///< forward-mode AD is wrong, or differs from backward
  batched_gradient,         ///< backward or forward-mode AD fails on a batch of gradients, or misreads it
  diagonal_jacobian,        ///< the entries off the diagonal are missing
  constant_factor,          ///< analytical = c * numerical in every entry
  wrong_branch,             ///< right below some value of the input and wrong above it, or the reverse
  missing_term,             ///< none of the simpler causes: a term is missing or wrong
  input_layout,             ///< the result depends on the strides of the input
  modified_input,           ///< the function writes into its input
  stale_state,              ///< backward depends on an earlier backward, or on a later forward
  version_counter,          ///< a saved tensor was modified in place without backward raising an error
  leak                      ///< memory is never freed: an output saved in a reference cycle, a cache that grows
};

/// The name shown in messages, such as "constant factor".
std::string_view to_string(Cause cause);
std::ostream& operator<<(std::ostream& stream, Cause cause);

/// One entry of a Jacobian: the derivative of one output element with respect to one input element. For complex tensors
/// the index has one more component at the end: 0 for the real part, 1 for the imaginary part.
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
  std::string detail;                       ///< what was observed, and what to look for
  std::optional<JacobianEntry> entry = {};  ///< the entry with the largest error
  std::vector<std::size_t> inputs = {};     ///< the inputs by which the derivative is wrong; empty if it is not known
};

/// The result of a check. Converts to true if it passed.
struct GradcheckReport {
  std::vector<Finding> failures;
  std::vector<Finding> warnings;       ///< reasons why a pass may mean less than it seems to
  std::optional<JacobianEntry> worst;  ///< the entry with the largest error relative to its tolerance
  std::int64_t compared = 0;           ///< number of entries compared
  std::int64_t wrong = 0;              ///< number of entries out of tolerance

  bool passed() const { return failures.empty(); }
  explicit operator bool() const { return passed(); }

  /// The first failure's cause; nullopt if the check passed.
  std::optional<Cause> cause() const;
  bool has_warning(Cause cause) const;
};

/// Several lines, without a trailing newline.
std::string to_string(const GradcheckReport& report);
/// All members by name; infinity and NaN, which JSON cannot represent, are strings.
std::string to_json(const GradcheckReport& report);
std::ostream& operator<<(std::ostream& stream, const GradcheckReport& report);

/// Thrown if a check fails and `raise_exception` is set; the message is the report's text.
class GradcheckError : public std::runtime_error {
 public:
  explicit GradcheckError(GradcheckReport report);
  const GradcheckReport& report() const { return report_; }

 private:
  GradcheckReport report_;
};

}  // namespace actlab
