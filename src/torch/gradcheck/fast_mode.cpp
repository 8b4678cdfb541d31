#include "torch/gradcheck/fast_mode.h"

namespace actlab::detail {
namespace {

torch::Tensor direction(const torch::Tensor& like, std::uint64_t seed) {
  const torch::Tensor vector = components(dense_normal(like, seed));
  return vector.numel() == 0 ? vector : vector / vector.norm();
}

// A tensor with these components and the shape and dtype of `like`.
torch::Tensor from_components(const torch::Tensor& like, const torch::Tensor& vector) {
  if (!like.is_complex()) return vector.reshape(like.sizes()).to(like.options().requires_grad(false));
  std::vector<std::int64_t> sizes = like.sizes().vec();
  sizes.push_back(2);
  return torch::view_as_complex(vector.reshape(sizes)).to(like.options().requires_grad(false));
}

torch::Tensor projected(const torch::Tensor& a, const torch::Tensor& b) {
  return (a * b).sum().reshape({1, 1});
}

}  // namespace

Projection project(const Problem& problem, const std::vector<std::size_t>& outputs, const Tensors& values) {
  Tensors u, v;
  for (const std::size_t i : problem.checked) u.push_back(direction(problem.inputs[i], i + 1));
  for (std::size_t o = 0; o < values.size(); ++o) v.push_back(direction(values[o], o + 1001));

  Projection result;
  result.analytical.resize(u.size());
  for (std::size_t o = 0; o < values.size(); ++o) {
    const Tensors gradients = vector_jacobian_product(problem, {values[o]}, {from_components(values[o], v[o])});
    for (std::size_t i = 0; i < u.size(); ++i) result.analytical[i].push_back(projected(gradients[i], u[i]));
  }
  const double eps = problem.options.eps;
  for (std::size_t i = 0; i < u.size(); ++i) {
    Perturbation perturbation(problem.inputs[problem.checked[i]]);
    perturbation.perturb_all(eps * u[i]);
    const Tensors above = evaluate(problem, outputs);
    perturbation.perturb_all(-eps * u[i]);
    const Tensors below = evaluate(problem, outputs);
    Tensors numerical, allowed;
    for (std::size_t o = 0; o < values.size(); ++o) {
      numerical.push_back(projected((above[o] - below[o]) / (2 * eps), v[o]));
      allowed.push_back(problem.options.atol * u[i].abs().sum() * v[o].abs().sum() +
                        problem.options.rtol * numerical.back().abs());
    }
    result.numerical.push_back(numerical);
    result.allowed.push_back(allowed);
  }
  return result;
}

}  // namespace actlab::detail
