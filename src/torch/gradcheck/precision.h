#pragma once

#include <optional>

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/problem.h"

namespace actlab::detail {

/// The first checked input that is not float64 or complex128.
std::optional<std::size_t> low_precision_input(const Problem& problem);

/// True where every component survives a round trip through float32.
bool fits_float(const torch::Tensor& tensor);

/// Whether a failed comparison is due to the numbers, rather than the formula: an input of low precision with whose
/// float64 copy the check passes, or an output (`values` are those at `outputs`) computed in less than float64. Where
/// the float64 copy shows that the formula is wrong as well, what it shows.
std::optional<Finding> explain_by_precision(const Problem& problem, const std::vector<std::size_t>& outputs,
                                            const Tensors& values);

}  // namespace actlab::detail
