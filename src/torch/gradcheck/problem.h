#pragma once

#include <cstddef>
#include <cstdint>
#include <exception>
#include <string>
#include <vector>

#include "actlab/gradcheck_options.h"
#include "actlab/tensor_function.h"

/// Shared by the parts of the checker. Complex numbers are checked as pairs of real ones: a tensor's *components* are
/// its elements in row-major order, with separate real and imaginary parts if it is complex.
namespace actlab::detail {

/// A function and the point at which its derivative is checked.
struct Problem {
  Problem(const TensorFunction& function, const Tensors& at, const GradcheckOptions& with);

  /// The inputs that require grad.
  Tensors checked_inputs() const;

  const TensorFunction& fn;
  Tensors inputs;
  GradcheckOptions options;
  std::vector<std::size_t> checked;  ///< which of the inputs require grad; a tensor given twice is listed once

  /// What messages call the function and its backward.
  const char* function_name = "the function";
  const char* backward_name = "backward";
};

/// True if `tensor` can be differentiated with respect to: floating point or complex, and requires grad.
bool is_differentiable(const torch::Tensor& tensor);
std::vector<std::size_t> differentiable_indices(const Tensors& tensors);
Tensors differentiable(const Tensors& tensors);

/// A tensor with strides: sparse and other layouts are converted, differentiably.
torch::Tensor dense(const torch::Tensor& tensor);

std::int64_t count_components(const torch::Tensor& tensor);

/// A copy of the components, as a float64 vector on the CPU.
torch::Tensor components(const torch::Tensor& tensor);

/// The index of component `c` of `tensor`, as in Python.
std::vector<std::int64_t> component_index(const torch::Tensor& tensor, std::int64_t c);

/// Contiguous tensors of the shape and dtype of `like`: zeros; normally distributed numbers that depend only on the
/// seed.
torch::Tensor dense_zeros(const torch::Tensor& like);
torch::Tensor dense_normal(const torch::Tensor& like, std::uint64_t seed);

/// dense_normal of each tensor, with consecutive seeds.
Tensors normal_like(const Tensors& tensors, std::uint64_t seed = 1);

/// `count` float64 numbers in [0, 1) that depend only on the seed.
torch::Tensor uniform(std::int64_t count, std::uint64_t seed);

/// A tensor with these components and the shape and dtype of `like`.
torch::Tensor from_components(const torch::Tensor& like, const torch::Tensor& vector);

/// True if |a - b| <= atol + rtol * |b| for every component of each pair, or both are NaN. The tolerance is widened if
/// the rounding of the real `dtype`, in which both were computed, is coarser.
bool agree(const Tensors& a, const Tensors& b, torch::ScalarType dtype, const GradcheckOptions& options);

/// The real dtype with the coarsest rounding among those of floating-point or complex tensors.
torch::ScalarType coarsest_dtype(const Tensors& tensors);

/// The largest |a - b| over components; infinity if only one is NaN.
double largest_difference(const torch::Tensor& a, const torch::Tensor& b);

/// The message of an exception, without LibTorch's backtrace.
std::string message_of(const std::exception& error);

}  // namespace actlab::detail
