#include "actlab/gradcheck_report.h"

#include <c10/util/StringUtil.h>

#include <algorithm>
#include <ostream>
#include <utility>

#include "torch/gradcheck/number.h"

namespace actlab {
namespace {

using detail::number;

void append(std::string& text, const Finding& finding) {
  text += c10::str("\n  ", to_string(finding.cause), ": ", finding.detail);
  if (finding.entry) text += "\n    " + to_string(*finding.entry);
}

std::string summary(const GradcheckReport& report) {
  if (report.compared == 0) return report.passed() ? "gradcheck passed" : "gradcheck failed";
  if (report.passed()) return c10::str("gradcheck passed: ", report.compared, " Jacobian entries agree");
  if (report.wrong == 0) return c10::str("gradcheck failed, although all ", report.compared, " Jacobian entries agree");
  return c10::str("gradcheck failed: ", report.wrong, " of ", report.compared, " Jacobian entries ",
                  report.wrong == 1 ? "is" : "are", " out of tolerance");
}

}  // namespace

std::string_view to_string(Cause cause) {
  switch (cause) {
    case Cause::nothing_to_check:
      return "nothing to check";
    case Cause::exception:
      return "exception";
    case Cause::unsupported:
      return "unsupported";
    case Cause::too_large:
      return "too large";
    case Cause::non_finite:
      return "not finite";
    case Cause::low_precision:
      return "low precision";
    case Cause::kink:
      return "kink";
    case Cause::overlapping_input:
      return "overlapping input";
    case Cause::nondeterministic:
      return "nondeterministic";
    case Cause::vacuous:
      return "vacuous";
    case Cause::detached:
      return "detached";
    case Cause::ignored_grad_output:
      return "ignored grad_output";
    case Cause::undefined_gradient:
      return "undefined gradient";
    case Cause::non_contiguous_gradient:
      return "non-contiguous gradient";
    case Cause::empty_gradient:
      return "empty gradient";
    case Cause::wrong_dtype:
      return "wrong dtype";
    case Cause::saved_intermediate:
      return "saved intermediate";
    case Cause::detached_grad_output:
      return "detached grad_output";
    case Cause::once_differentiable:
      return "once differentiable";
    case Cause::forward_mode:
      return "forward mode";
    case Cause::batched_gradient:
      return "batched gradient";
    case Cause::diagonal_jacobian:
      return "diagonal Jacobian";
    case Cause::constant_factor:
      return "constant factor";
    case Cause::wrong_branch:
      return "wrong branch";
    case Cause::missing_term:
      return "missing term";
    case Cause::input_layout:
      return "input layout";
    case Cause::modified_input:
      return "modified input";
    case Cause::stale_state:
      return "stale state";
    case Cause::version_counter:
      return "version counter";
    case Cause::leak:
      return "leak";
  }
  return "unknown";
}

std::ostream& operator<<(std::ostream& stream, Cause cause) {
  return stream << to_string(cause);
}

std::string to_string(const JacobianEntry& entry) {
  return c10::str("d output ", entry.output, " [", c10::Join(", ", entry.output_index), "] / d input ", entry.input,
                  " [", c10::Join(", ", entry.input_index), "]: analytical ", number(entry.analytical, 9),
                  ", numerical ", number(entry.numerical, 9), ", absolute error ", number(entry.absolute_error, 3),
                  ", tolerance ", number(entry.tolerance, 3));
}

std::optional<Cause> GradcheckReport::cause() const {
  if (failures.empty()) return std::nullopt;
  return failures.front().cause;
}

bool GradcheckReport::has_warning(Cause cause) const {
  return std::any_of(warnings.begin(), warnings.end(), [&](const Finding& w) { return w.cause == cause; });
}

std::string to_string(const GradcheckReport& report) {
  std::string text = summary(report);
  for (const Finding& failure : report.failures) append(text, failure);
  for (const Finding& warning : report.warnings) {
    text += "\n  warning:";
    append(text, warning);
  }
  return text;
}

std::ostream& operator<<(std::ostream& stream, const GradcheckReport& report) {
  return stream << to_string(report);
}

GradcheckError::GradcheckError(GradcheckReport report)
    : std::runtime_error(to_string(report)), report_(std::move(report)) {}

}  // namespace actlab
