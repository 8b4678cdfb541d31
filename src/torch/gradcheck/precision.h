#pragma once

#include <optional>

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/problem.h"

namespace actlab::detail {

/// The first checked input that is not float64 or complex128.
std::optional<std::size_t> low_precision_input(const Problem& problem);

/// True if every component is unchanged by conversion to float32 and back.
bool fits_float(const torch::Tensor& tensor);

/// Copies in float64 or complex128 of floating-point and complex tensors; requires_grad is kept.
Tensors in_double(Tensors tensors);

/// The largest absolute value that is finite; at least 1.
double largest_value(const Tensors& values);

/// For float64 the options themselves. Otherwise with a step that outweighs the rounding of `dtype` (the cube root of
/// its epsilon), and tolerances for the error of that step. largest: the largest absolute value of an output.
GradcheckOptions suited_to(torch::ScalarType dtype, GradcheckOptions options, double largest);

/// Explains a failed comparison by precision: of the inputs, or of outputs (`values` are those at `outputs`) computed
/// in less than float64. nullopt if both are float64, or the step is suited to the precision. Checks again, with
/// float64 copies or else with a larger step; if that fails too, precision is not the cause and its finding is
/// returned.
std::optional<Finding> explain_by_precision(const Problem& problem, const std::vector<std::size_t>& outputs,
                                            const Tensors& values);

}  // namespace actlab::detail
