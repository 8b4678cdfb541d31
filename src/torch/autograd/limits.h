#pragma once

#include <torch/types.h>

#include "catalogue/activation.h"
#include "catalogue/index.h"
#include "catalogue/kernels/kernel_table.h"
#include "torch/autograd/tensor_formula.h"

/// A formula gives NaN at an infinite input, and where a power of the input overflows, even if it has a limit there:
/// x * sigmoid(x) at -inf is inf * 0. Whether it has one, the float64 kernels say. Where it has, the formula is
/// evaluated at an input so large that the limit is reached.
namespace actlab {

/// x, or where f has a finite limit at an infinite input, x within bounds.
torch::Tensor within_limits_of_value(const CompiledActivation& activation, const torch::Tensor& x);

/// The same for f' and the derivatives after it.
torch::Tensor within_limits_of_derivative(const CompiledActivation& activation, const torch::Tensor& x);

/// The same for the derivative by a variable of a learnable activation.
torch::Tensor within_limits(const CompiledActivation& activation, const torch::Tensor& x, Variable by);

/// The kernels of a definition.
template <class A> CompiledActivation compiled_definition(const A& definition) {
  return {activation_index<A>, &elementwise_kernels(activation_index<A>), &definition};
}

}  // namespace actlab
