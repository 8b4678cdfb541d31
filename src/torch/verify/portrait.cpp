#include "torch/verify/portrait.h"

#include <torch/autograd.h>
#include <torch/types.h>

#include "torch/autograd/apply.h"
#include "torch/verify/activation_check.h"

namespace actlab {
namespace {

std::vector<double> numbers(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.detach().contiguous();
  return {flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel()};
}

}  // namespace

ActivationCurve curve_of(const Activation& activation, std::int64_t points) {
  const auto [low, high] = activation.spec().interval;
  const torch::Tensor x = torch::linspace(low, high, points, torch::kDouble).requires_grad_();
  const torch::Tensor y = activation.is_row_wise()
                              ? apply(activation, torch::stack({x, torch::zeros_like(x)}, -1)).select(-1, 0)
                              : apply(activation, x);
  return {numbers(x), numbers(y), numbers(torch::autograd::grad({y.sum()}, {x})[0])};
}

ActivationPortrait portrait_on_tensors(const Activation& activation) {
  const ActivationCheck check = check_activation(activation);
  return {curve_of(activation, portrait_points), {check.passed(), check.first.error, check.first.at, check.remark()}};
}

}  // namespace actlab
