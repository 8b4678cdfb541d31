#pragma once

#include <torch/types.h>

#include <string_view>

#include "catalogue/activation.h"

namespace actlab {

/// Applies the activation with this name or alias to x, as `apply` does. Throws UsageError for an unknown name or
/// parameter, with a list of the known ones.
torch::Tensor activation_forward(const torch::Tensor& x, std::string_view name, const ParameterValues& values = {});

/// f'(z), element by element, from the pre-activation z or the output a = f(z). One of them may be undefined if the
/// other suffices. The result has the shape and dtype of the given tensor; at a kink it is torch's subgradient. It is
/// not recorded for a second derivative; the result of `activation_forward` is.
///
/// Throws UsageError for an unknown name; if only a is given and f' cannot be computed from it (gelu is not monotonic,
/// so an output may have two inputs); and for a row-wise activation, whose derivative is a matrix for each row.
torch::Tensor activation_backward(const torch::Tensor& z, const torch::Tensor& a, std::string_view name,
                                  const ParameterValues& values = {});

}  // namespace actlab
