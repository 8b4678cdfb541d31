#pragma once

#include <optional>

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/problem.h"

namespace actlab::detail {

/// The first checked input that is not float64 or complex128.
std::optional<std::size_t> low_precision_input(const Problem& problem);

/// True if every component is unchanged by conversion to float32 and back.
bool fits_float(const torch::Tensor& tensor);

/// Explains a failed comparison by precision instead of the formula: an input of low precision whose float64 copy
/// passes the check, or an output (`values` are those at `outputs`) computed in less than float64. If the float64 copy
/// also fails, returns that finding.
std::optional<Finding> explain_by_precision(const Problem& problem, const std::vector<std::size_t>& outputs,
                                            const Tensors& values);

}  // namespace actlab::detail
