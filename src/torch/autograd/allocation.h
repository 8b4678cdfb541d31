#pragma once

#include <torch/types.h>

/// Results of operators: how they lie in memory depends on the inputs only, so kernels and tensors without values
/// (FakeTensor, the device meta) agree. Sizes and strides may be symbolic.
namespace actlab {

/// An uninitialised dense tensor of x's shape and order of dimensions, and of this dtype. As TensorIterator has it.
torch::Tensor empty_in_order_of(const torch::Tensor& x, torch::ScalarType dtype);

/// The same for the shape that x and the others broadcast to. It is laid out as the first of them that has this shape.
torch::Tensor empty_broadcast(at::TensorList tensors, torch::ScalarType dtype);

}  // namespace actlab
