#include "torch/gradcheck/precision.h"

#include <c10/util/StringUtil.h>

#include <algorithm>

#include "torch/gradcheck/check.h"
#include "torch/gradcheck/number.h"

namespace actlab::detail {
namespace {

bool is_double(const torch::Tensor& tensor) {
  return tensor.scalar_type() == torch::kDouble || tensor.scalar_type() == torch::kComplexDouble;
}

Tensors in_double(Tensors tensors) {
  for (torch::Tensor& tensor : tensors) {
    if (!tensor.defined() || !(tensor.is_floating_point() || tensor.is_complex())) continue;
    const auto type = tensor.is_complex() ? torch::kComplexDouble : torch::kDouble;
    tensor = tensor.detach().to(type, /*non_blocking=*/false, /*copy=*/true).requires_grad_(tensor.requires_grad());
  }
  return tensors;
}

std::optional<Finding> explain_by_input(const Problem& problem, std::size_t input) {
  const GradcheckReport again = check(Problem(problem.fn, in_double(problem.inputs), problem.options));
  // If the function holds its inputs itself, float64 copies do not reach it and prove nothing.
  const bool proves_nothing = again.cause() == Cause::detached || again.cause() == Cause::exception;
  if (!again && !proves_nothing) {
    Finding finding = again.failures.front();
    finding.detail = "(found with float64 copies) " + finding.detail;
    return finding;
  }
  return Finding{Cause::low_precision,
                 c10::str("input ", input, " is ", c10::toString(problem.inputs[input].scalar_type()),
                          ", whose rounding hides a step of ", number(problem.options.eps, 6),
                          again ? "; with float64 copies the check passes" : "", ". Check in float64."),
                 {}};
}

std::optional<Finding> explain_by_output(const Problem& problem, std::size_t output, const torch::Tensor& value) {
  // Outputs that fit a float32 prove nothing if the inputs do too: relu returns its inputs.
  const bool fine_input = std::any_of(problem.checked.begin(), problem.checked.end(),
                                      [&](std::size_t i) { return !fits_float(problem.inputs[i]); });
  const bool is_cut = fine_input && value.numel() > 0 && (value != 0).any().item<bool>() && fits_float(value);
  if (is_double(value) && !is_cut) return std::nullopt;
  return Finding{Cause::low_precision,
                 c10::str("output ", output,
                          " is computed in less than float64 although the input is float64: each of its values fits a "
                          "float32. Look for a cast, or a float32 constant or buffer."),
                 {}};
}

}  // namespace

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
  if (const auto input = low_precision_input(problem)) return explain_by_input(problem, *input);
  for (std::size_t o = 0; o < values.size(); ++o) {
    if (auto finding = explain_by_output(problem, outputs[o], values[o])) return finding;
  }
  return std::nullopt;
}

}  // namespace actlab::detail
