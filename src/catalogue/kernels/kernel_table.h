#pragma once

#include <cstddef>
#include <span>

#include "catalogue/kernels/kernel.h"

namespace actlab {

/// The compiled kernels of one element-wise activation.
struct ActivationKernels {
  UnaryKernels forward;    ///< y = f(x)
  BinaryKernels backward;  ///< grad_x = grad_y * f'(x), from (saved, grad_y)
  // With a learnable parameter of any value; null where the definition has none.
  BinaryKernels forward_at{};     ///< y = f(x; parameter), from (x, parameter)
  TernaryKernels backward_at{};   ///< grad_y * f'(x; parameter), from (x, parameter, grad_y)
  TernaryKernels by_parameter{};  ///< the parameter's gradient before it is summed, from (x, parameter, grad_y)
  // As a gate (catalogue/gates.h); null where no gate is made with it.
  BinaryKernels gate{};            ///< a * f(b), from (a, b)
  TernaryKernels gate_backward{};  ///< grad_b = grad_y * a * f'(b), from (a, b, grad_y)
};

/// The kernels of the element-wise activation of that place in the catalogue, for the instruction set that isa.h has
/// chosen.
const ActivationKernels& elementwise_kernels(std::size_t index);

/// Likewise the kernels of a row-wise form.
const RowKernel& row_kernel(RowForm form);

}  // namespace actlab
