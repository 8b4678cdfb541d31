#include "verify/kinks.h"

#include <torch/autograd.h>

#include <algorithm>
#include <cmath>
#include <limits>

#include "gradcheck/gradcheck_options.h"

namespace actlab {
namespace {

double value(const Activation& activation, double x) {
  return activation(torch::full({}, x, torch::kDouble)).item<double>();
}

double derivative(const Activation& activation, double at) {
  const torch::Tensor x = torch::full({}, at, torch::kDouble).requires_grad_();
  return torch::autograd::grad({activation(x)}, {x})[0].item<double>();
}

// A difference over a jump is its height over eps: the slope there is infinite.
double or_infinite(double slope, double eps) {
  if (std::abs(slope) < 1 / std::sqrt(eps)) return slope;
  return std::copysign(std::numeric_limits<double>::infinity(), slope);
}

}  // namespace

std::vector<KinkCheck> check_kinks(const Activation& activation) {
  const GradcheckOptions options;
  std::vector<KinkCheck> result;
  for (const Kink& kink : activation.kinks()) {
    const double middle = value(activation, kink.at);
    KinkCheck check;
    check.at = kink.at;
    check.jump = kink.jump;
    check.left = or_infinite((middle - value(activation, kink.at - options.eps)) / options.eps, options.eps);
    check.right = or_infinite((value(activation, kink.at + options.eps) - middle) / options.eps, options.eps);
    check.analytical = derivative(activation, kink.at);
    const double tolerance = options.atol + options.rtol * std::abs(check.analytical);
    check.held = check.analytical >= std::min(check.left, check.right) - tolerance &&
                 check.analytical <= std::max(check.left, check.right) + tolerance;
    result.push_back(check);
  }
  return result;
}

}  // namespace actlab
