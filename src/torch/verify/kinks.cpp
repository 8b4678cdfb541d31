#include "torch/verify/kinks.h"
#include "torch/autograd/apply.h"

#include <torch/autograd.h>
#include <torch/types.h>

namespace actlab {
namespace {

double value(const Activation& activation, double x) {
  return apply(activation, torch::full({}, x, torch::kDouble)).item<double>();
}

double derivative(const Activation& activation, double at) {
  const torch::Tensor x = torch::full({}, at, torch::kDouble).requires_grad_();
  return torch::autograd::grad({apply(activation, x)}, {x})[0].item<double>();
}

}  // namespace

std::vector<SubgradientCheck> check_kinks(const Activation& activation) {
  std::vector<SubgradientCheck> result;
  for (const Kink& kink : activation.kinks()) {
    const auto f = [&](double x) { return value(activation, x); };
    result.push_back(check_subgradient(kink, f, derivative(activation, kink.at)));
  }
  return result;
}

}  // namespace actlab
