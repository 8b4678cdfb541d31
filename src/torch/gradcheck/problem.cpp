#include "torch/gradcheck/problem.h"

#include <ATen/CPUGeneratorImpl.h>
#include <c10/util/Exception.h>

#include <algorithm>
#include <limits>

#include "torch/gradcheck/comparisons.h"

namespace actlab::detail {

Problem::Problem(const TensorFunction& function, const Tensors& at, const GradcheckOptions& with)
    : fn(function), inputs(at), options(with) {
  for (const std::size_t i : differentiable_indices(at)) {
    const auto is_same = [&](std::size_t other) { return inputs[other].is_same(inputs[i]); };
    if (std::none_of(checked.begin(), checked.end(), is_same)) checked.push_back(i);
  }
}

Tensors Problem::checked_inputs() const {
  Tensors result;
  for (const std::size_t i : checked) result.push_back(inputs[i]);
  return result;
}

bool is_differentiable(const torch::Tensor& tensor) {
  return tensor.defined() && tensor.requires_grad() && (tensor.is_floating_point() || tensor.is_complex());
}

std::vector<std::size_t> differentiable_indices(const Tensors& tensors) {
  std::vector<std::size_t> indices;
  for (std::size_t i = 0; i < tensors.size(); ++i) {
    if (is_differentiable(tensors[i])) indices.push_back(i);
  }
  return indices;
}

Tensors differentiable(const Tensors& tensors) {
  Tensors result;
  for (const std::size_t i : differentiable_indices(tensors)) result.push_back(tensors[i]);
  return result;
}

torch::Tensor dense(const torch::Tensor& tensor) {
  return tensor.defined() && tensor.layout() != torch::kStrided ? tensor.to_dense() : tensor;
}

std::int64_t count_components(const torch::Tensor& tensor) {
  return tensor.numel() * (tensor.is_complex() ? 2 : 1);
}

torch::Tensor components(const torch::Tensor& tensor) {
  const torch::Tensor plain = tensor.detach().resolve_conj().resolve_neg();
  const torch::Tensor real = plain.is_complex() ? torch::view_as_real(plain) : plain;
  return real.to(torch::kCPU, torch::kDouble, /*non_blocking=*/false, /*copy=*/true).reshape({-1});
}

std::vector<std::int64_t> component_index(const torch::Tensor& tensor, std::int64_t c) {
  std::vector<std::int64_t> sizes = tensor.sizes().vec();
  if (tensor.is_complex()) sizes.push_back(2);
  std::vector<std::int64_t> index(sizes.size());
  for (std::size_t d = sizes.size(); d-- > 0;) {
    index[d] = c % sizes[d];
    c /= sizes[d];
  }
  return index;
}

torch::Tensor dense_zeros(const torch::Tensor& like) {
  return torch::zeros(like.sizes(), like.options().requires_grad(false));
}

torch::Tensor dense_normal(const torch::Tensor& like, std::uint64_t seed) {
  const auto type = like.is_complex() ? torch::kComplexDouble : torch::kDouble;
  // A separate generator, because a check must not change the caller's random stream.
  const at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  return torch::randn(like.sizes(), generator, torch::TensorOptions(type)).to(like.device(), like.scalar_type());
}

Tensors normal_like(const Tensors& tensors, std::uint64_t seed) {
  Tensors result;
  for (const torch::Tensor& tensor : tensors) result.push_back(dense_normal(tensor, seed++));
  return result;
}

torch::Tensor uniform(std::int64_t count, std::uint64_t seed) {
  const at::Generator generator = at::make_generator<at::CPUGeneratorImpl>(seed);
  return torch::rand({count}, generator, torch::kDouble);
}

torch::Tensor from_components(const torch::Tensor& like, const torch::Tensor& vector) {
  const auto options = like.options().requires_grad(false);
  if (!like.is_complex()) return vector.reshape(like.sizes()).to(options);
  std::vector<std::int64_t> sizes = like.sizes().vec();
  sizes.push_back(2);
  return torch::view_as_complex(vector.reshape(sizes)).to(options);
}

bool agree(const Tensors& a, const Tensors& b, torch::ScalarType dtype, const GradcheckOptions& options) {
  const double rounding = 16 * ulp(1, dtype);
  for (std::size_t i = 0; i < a.size(); ++i) {
    const torch::Tensor x = components(a[i]), y = components(b[i]);
    const double scale = y.numel() == 0 ? 0 : y.abs().max().item<double>();
    if (!torch::allclose(x, y, options.rtol, std::max(options.atol, rounding * scale), /*equal_nan=*/true))
      return false;
  }
  return true;
}

torch::ScalarType coarsest_dtype(const Tensors& tensors) {
  torch::ScalarType coarsest = torch::kDouble;
  for (const torch::Tensor& tensor : tensors) {
    const torch::ScalarType real = c10::toRealValueType(tensor.scalar_type());
    if (ulp(1, real) > ulp(1, coarsest)) coarsest = real;
  }
  return coarsest;
}

double largest_difference(const torch::Tensor& a, const torch::Tensor& b) {
  if (a.numel() == 0) return 0;
  const torch::Tensor x = components(a), y = components(b);
  const torch::Tensor same = (x == y) | (x.isnan() & y.isnan());
  const torch::Tensor difference = torch::where(same, torch::zeros_like(x), (x - y).abs());
  return difference.nan_to_num(std::numeric_limits<double>::infinity()).max().item<double>();
}

std::string message_of(const std::exception& error) {
  if (const auto* torch_error = dynamic_cast<const c10::Error*>(&error)) return torch_error->what_without_backtrace();
  return error.what();
}

}  // namespace actlab::detail
