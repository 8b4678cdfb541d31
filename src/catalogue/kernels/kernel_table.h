#pragma once

#include <span>

#include "catalogue/kernels/kernel.h"

namespace actlab {

/// The compiled formulas of one element-wise activation.
struct ActivationKernels {
  UnaryKernels forward;    ///< y = f(x)
  BinaryKernels backward;  ///< grad_x = grad_y * f'(x), from (saved, grad_y)
  // With a learnable parameter of any value; null where the declaration has none.
  BinaryKernels forward_at{};     ///< y = f(x; parameter), from (x, parameter)
  TernaryKernels backward_at{};   ///< grad_y * df(x; parameter), from (x, parameter, grad_y)
  TernaryKernels by_parameter{};  ///< the parameter's gradient before it is summed, from (x, parameter, grad_y)
  // As a gate for something else; null where nothing is gated by it.
  BinaryKernels gate{};            ///< a * f(b), from (a, b)
  TernaryKernels gate_backward{};  ///< grad_b = grad_y * a * f'(b), from (a, b, grad_y)
};

struct KernelTable {
  std::span<const ActivationKernels> elementwise;  ///< one for each of ElementwiseActivations, in that order
  std::span<const RowKernel> rowwise;              ///< one for each of RowwiseActivations
};

/// The table of the instruction set that simd/isa.h has chosen.
const KernelTable& kernel_table();

}  // namespace actlab
