#include "torch/gradcheck/precision.h"

#include <c10/util/StringUtil.h>

#include <algorithm>
#include <cmath>

#include "torch/gradcheck/check.h"
#include "torch/gradcheck/comparisons.h"
#include "torch/gradcheck/number.h"

namespace actlab::detail {
namespace {

bool is_double(const torch::Tensor& tensor) {
  return tensor.scalar_type() == torch::kDouble || tensor.scalar_type() == torch::kComplexDouble;
}

// True if an output is computed in less than float64 although the input is float64.
bool is_cut(const Problem& problem, const torch::Tensor& value) {
  // Outputs that fit a float32 prove nothing if the inputs do too: relu returns its inputs.
  const bool fine_input = std::any_of(problem.checked.begin(), problem.checked.end(),
                                      [&](std::size_t i) { return !fits_float(problem.inputs[i]); });
  const bool fits = fine_input && value.numel() > 0 && (value != 0).any().item<bool>() && fits_float(value);
  return fits || !is_double(value);
}

std::string described(const GradcheckOptions& options) {
  return c10::str("eps = ", number(options.eps, 3), ", atol = ", number(options.atol, 3),
                  ", rtol = ", number(options.rtol, 3));
}

Finding prefixed(const std::string& prefix, Finding finding) {
  finding.detail = prefix + finding.detail;
  return finding;
}

// Checks again with a step that outweighs the rounding of `dtype`. If that passes, precision is the cause.
std::optional<Finding> explain_by_step(const Problem& problem, torch::ScalarType dtype, const Tensors& values,
                                       const std::string& what, const std::string& advice) {
  const GradcheckOptions suited = suited_to(dtype, problem.options, largest_value(values));
  if (problem.options.eps >= suited.eps) return std::nullopt;
  const GradcheckReport again = check(Problem(problem.fn, problem.inputs, suited));
  if (!again)
    return prefixed(c10::str("(found with a step of ", number(suited.eps, 3), ", which outweighs the rounding of ",
                             c10::toString(dtype), ") "),
                    again.failures.front());
  return Finding{
      Cause::low_precision, c10::str(what, ". ", advice, " with ", described(suited), " the check passes."), {}, {}};
}

std::optional<Finding> explain_by_input(const Problem& problem, std::size_t input, const Tensors& values) {
  const torch::ScalarType dtype = coarsest_dtype(problem.checked_inputs());
  if (problem.options.eps >= suited_to(dtype, problem.options, 1).eps) return std::nullopt;
  const GradcheckReport exact = check(Problem(problem.fn, in_double(problem.inputs), problem.options));
  const std::string what = c10::str("input ", input, " is ", c10::toString(problem.inputs[input].scalar_type()),
                                    ", whose rounding hides a step of ", number(problem.options.eps, 6));
  if (exact)
    return Finding{
        Cause::low_precision, what + "; with float64 copies the check passes. Check in float64.", {}, {input}};
  // If the function refuses float64, computes in less, or holds its inputs itself, float64 copies prove nothing.
  const bool refuses = exact.cause() == Cause::detached || exact.cause() == Cause::exception;
  auto finding = explain_by_step(
      problem, dtype, values, what,
      refuses ? "The function does not take float64;" : "The function computes in less than float64 in any case;");
  if (refuses || !finding || finding->cause == Cause::low_precision) return finding;
  return prefixed("(found with float64 copies) ", exact.failures.front());
}

std::optional<Finding> explain_by_output(const Problem& problem, std::size_t output, const torch::Tensor& value) {
  const torch::ScalarType dtype = is_double(value) ? torch::kFloat : coarsest_dtype({value});
  return explain_by_step(problem, dtype, {value},
                         c10::str("output ", output,
                                  " is computed in less than float64 although the input is float64: each of its values "
                                  "fits a float32. Look for a cast, or a float32 constant or buffer"),
                         "If that is meant:");
}

}  // namespace

Tensors in_double(Tensors tensors) {
  for (torch::Tensor& tensor : tensors) {
    if (!tensor.defined() || !(tensor.is_floating_point() || tensor.is_complex())) continue;
    const auto type = tensor.is_complex() ? torch::kComplexDouble : torch::kDouble;
    tensor = tensor.detach().to(type, /*non_blocking=*/false, /*copy=*/true).requires_grad_(tensor.requires_grad());
  }
  return tensors;
}

double largest_value(const Tensors& values) {
  double largest = 1;
  for (const torch::Tensor& value : values) {
    if (value.numel() > 0)
      largest = std::max(largest, components(dense(value)).abs().nan_to_num(0, 0, 0).max().item<double>());
  }
  return largest;
}

GradcheckOptions suited_to(torch::ScalarType dtype, GradcheckOptions options, double largest) {
  if (dtype == torch::kDouble) return options;
  // Rounding contributes ulp / eps and the step eps^2 to the error of a central difference: least at the cube root.
  const double ulp_at_one = ulp(1, dtype), step = std::cbrt(ulp_at_one);
  options.eps = std::max(options.eps, step);
  options.atol = std::max(options.atol, 10 * step * step * std::max(largest, 1.0));
  options.rtol = std::max(options.rtol, 2 * step);
  return options;
}

bool fits_float(const torch::Tensor& tensor) {
  const torch::Tensor exact = components(tensor);
  return torch::equal(exact, exact.to(torch::kFloat).to(torch::kDouble));
}

std::optional<std::size_t> low_precision_input(const Problem& problem) {
  for (const std::size_t i : problem.checked) {
    if (!is_double(problem.inputs[i])) return i;
  }
  return std::nullopt;
}

std::optional<Finding> explain_by_precision(const Problem& problem, const std::vector<std::size_t>& outputs,
                                            const Tensors& values) {
  if (const auto input = low_precision_input(problem)) return explain_by_input(problem, *input, values);
  for (std::size_t o = 0; o < values.size(); ++o) {
    if (is_cut(problem, values[o])) return explain_by_output(problem, outputs[o], values[o]);
  }
  return std::nullopt;
}

}  // namespace actlab::detail
