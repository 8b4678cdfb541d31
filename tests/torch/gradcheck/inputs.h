#pragma once

#include <torch/types.h>

#include <cmath>

/// Test inputs: deterministic, float64, requiring grad.
inline torch::Tensor leaf(torch::Tensor tensor) {
  return tensor.detach().clone().requires_grad_();
}

/// Distinct nonzero values in (-2, 2).
inline torch::Tensor spread(torch::IntArrayRef sizes) {
  const torch::Tensor zeros = torch::zeros(sizes, torch::kDouble);
  const torch::Tensor places = torch::arange(zeros.numel(), torch::kDouble);
  return leaf((1.9 * torch::sin(places * 2.399 + 0.7)).reshape(sizes));
}

/// Values in (0.1, 2.1).
inline torch::Tensor positive(torch::IntArrayRef sizes) {
  return leaf(spread(sizes).abs() + 0.1);
}
