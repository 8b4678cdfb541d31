#include "torch/autograd/differences.h"

#include <array>
#include <cmath>
#include <limits>

namespace actlab {
namespace {

constexpr double inf = std::numeric_limits<double>::infinity();
constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr std::string_view limit = "the limit; torch multiplies infinity by zero";

constexpr TorchDifference at(std::string_view activation, Quantity quantity, double x, double ours, double builtin,
                             std::string_view why) {
  return {activation, quantity, torch::kDouble, x, ours, builtin, false, why};
}

constexpr std::array table{
    at("step", Quantity::value, nan, nan, 0, "NaN is propagated"),
    at("straight_through_step", Quantity::value, nan, nan, 0, "NaN is propagated"),
    at("softshrink", Quantity::value, nan, nan, 0, "NaN is propagated"),
    at("gelu", Quantity::value, -inf, 0, nan, limit),
    at("silu", Quantity::value, -inf, 0, nan, limit),
    at("mish", Quantity::value, -inf, 0, nan, limit),
    at("hardswish", Quantity::value, -inf, 0, nan, limit),
    at("swish", Quantity::value, -inf, 0, nan, limit),
    at("quick_gelu", Quantity::value, -inf, 0, nan, limit),
    at("softsign", Quantity::value, inf, 1, nan, "the limit; torch divides infinity by infinity"),
    at("softsign", Quantity::value, -inf, -1, nan, "the limit; torch divides infinity by infinity"),
    at("gelu", Quantity::gradient, inf, 1, nan, limit),
    at("gelu", Quantity::gradient, -inf, 0, nan, limit),
    at("silu", Quantity::gradient, inf, 1, nan, limit),
    at("silu", Quantity::gradient, -inf, 0, nan, limit),
    at("mish", Quantity::gradient, inf, 1, nan, limit),
    at("mish", Quantity::gradient, -inf, 0, nan, limit),
    at("softsign", Quantity::gradient, inf, 0, nan, limit),
    at("softsign", Quantity::gradient, -inf, 0, nan, limit),
    at("tanhshrink", Quantity::gradient, 1e-9, 1e-18, 0,
       "tanh(x)^2; torch computes 1 - tanh(x)^2 first, which rounds to 1"),
    TorchDifference{"hardsigmoid", Quantity::gradient, torch::kDouble, 0, 1.0 / 6, 0.1666666716337204, true,
                    "1 / 6 in the dtype; torch rounds it to float32"},
    TorchDifference{"celu", Quantity::gradient, torch::kDouble, 0, 1, 0.9999999693774312, true,
                    "1 / alpha in the dtype; torch rounds it to float32", "alpha", 1.09},
};

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

}  // namespace

std::span<const TorchDifference> differences_from_torch() {
  return table;
}

const TorchDifference* difference_at(const Activation& activation, Quantity quantity, torch::ScalarType dtype,
                                     double x) {
  for (const TorchDifference& difference : table) {
    if (difference.activation != activation.spec().name || difference.quantity != quantity) continue;
    if (!same(difference.x, x) || (difference.dtype != dtype && std::isfinite(x))) continue;
    return &difference;
  }
  return nullptr;
}

bool builtin_is_coarse(const Activation& activation, torch::ScalarType dtype) {
  for (const TorchDifference& difference : table) {
    if (!difference.everywhere || difference.activation != activation.spec().name || difference.dtype != dtype)
      continue;
    if (difference.parameter.empty() || to_string(activation) != difference.activation) return true;
  }
  return false;
}

ActivationPtr activation_of(const TorchDifference& difference) {
  if (difference.parameter.empty()) return make_activation(difference.activation);
  return make_activation(difference.activation, {{std::string(difference.parameter), difference.setting}});
}

}  // namespace actlab
