#pragma once

#include <cstddef>
#include <span>

#include "catalogue/kernels/kernel.h"

namespace actlab {

/// The compiled kernels of one element-wise activation.
struct ActivationKernels {
  UnaryKernels forward;    ///< y = f(x)
  BinaryKernels backward;  ///< grad_x = grad_y * f'(x), from (saved, grad_y)
  /// y = f(x) and f'(x) in one pass, with the same bits as `forward` and as `backward` of 1. Null if the gradient is
  /// selected instead of multiplied by f'.
  PairKernel<float> forward_with_derivative{};
  // With any value of the learnable parameter; null if the definition has none.
  BinaryKernels forward_at{};     ///< y = f(x; parameter), from (x, parameter)
  TernaryKernels backward_at{};   ///< grad_y * f'(x; parameter), from (x, parameter, grad_y)
  TernaryKernels by_parameter{};  ///< the parameter's gradient before it is summed, from (x, parameter, grad_y)
  // For gates (catalogue/gates.h); null if no gate uses the activation.
  BinaryKernels gate{};            ///< a * f(b), from (a, b)
  TernaryKernels gate_backward{};  ///< grad_b = grad_y * a * f'(b), from (a, b, grad_y)
};

/// The kernels of the element-wise activation with this index in the catalogue, for the current instruction set
/// (isa.h).
const ActivationKernels& elementwise_kernels(std::size_t index);

/// The kernels of a row-wise form, for the current instruction set.
const RowKernels& row_kernels(RowForm form);

/// The conversions of float16 and bfloat16, for the current instruction set.
const HalfKernels& half_kernels();

}  // namespace actlab
