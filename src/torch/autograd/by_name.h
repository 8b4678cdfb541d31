#pragma once

#include <torch/types.h>

#include <string_view>

#include "catalogue/activation.h"

namespace actlab {

/// The activation of that name, or alias, of x: any shape and strides, float64, float32, float16 or bfloat16. Throws
/// UsageError for an unknown name or parameter, with those there are.
torch::Tensor activation_forward(const torch::Tensor& x, std::string_view name, const ParameterValues& values = {});

/// f'(z), element by element, from the pre-activation z or from the activated output a = f(z): one of them may be
/// undefined where the other says enough. Shape and dtype are those of what is given; at a kink it is the subgradient
/// that torch takes. Not recorded for a second derivative: what `activation_forward` gives is.
///
/// Throws UsageError for an unknown name; where only a is given and f' cannot be had from it (gelu falls and rises: an
/// output has two inputs); and for a row-wise activation, whose derivative is a matrix for each row, not an element's.
torch::Tensor activation_backward(const torch::Tensor& z, const torch::Tensor& a, std::string_view name,
                                  const ParameterValues& values = {});

}  // namespace actlab
