#include "torch/verify/builtin.h"

#include <torch/autograd.h>

#include <algorithm>
#include <cmath>
#include <functional>
#include <utility>

#include "torch/autograd/apply.h"
#include "torch/autograd/differences.h"
#include "torch/gradcheck/comparisons.h"

namespace actlab {
namespace {

using Function = std::function<torch::Tensor(const torch::Tensor&)>;

torch::Tensor value_of(const Function& f, const torch::Tensor& x) {
  const torch::NoGradGuard no_grad;
  return f(x);
}

// Uses a grad_output that varies, because a row-wise derivative maps a constant one to zero.
torch::Tensor gradient_of(const Function& f, const torch::Tensor& at) {
  const torch::Tensor x = at.detach().requires_grad_();
  const torch::Tensor y = f(x);
  const torch::Tensor places = torch::arange(x.numel(), torch::kDouble).reshape(x.sizes());
  const torch::Tensor grad_y = (1 + 0.5 * torch::cos(places)).to(y.scalar_type());
  return torch::autograd::grad({y}, {x}, {grad_y})[0];
}

// The built-in's result in x's dtype, or via float32 if it does not support that; empty if there is no built-in.
struct BuiltinResult {
  std::optional<torch::Tensor> tensor;
  bool through_float = false;
};
BuiltinResult ask(torch::Tensor (*question)(const Function&, const torch::Tensor&), const Function& f,
                  const torch::Tensor& x) {
  try {
    return {question(f, x), false};
  } catch (const std::exception&) {
    if (x.scalar_type() == torch::kFloat || x.scalar_type() == torch::kDouble) return {};
  }
  const BuiltinResult answer = ask(question, f, x.to(torch::kFloat));
  if (!answer.tensor) return {};
  return {answer.tensor->to(x.scalar_type()), true};
}

torch::Tensor grid(const Activation& activation) {
  const auto [low, high] = activation.spec().interval;
  const double middle = (low + high) / 2, reach = 3 * (high - low) / 2;
  const torch::Tensor line = torch::linspace(middle - reach, middle + reach, 4000, torch::kDouble);
  if (!activation.is_row_wise()) return torch::cat({line, torch::tensor({0.0, -0.0}, torch::kDouble)});
  // Values that are far apart are in the same row, to make the rows as uneven as possible.
  return line.reshape({8, 500}).t().contiguous();
}

// Built-ins disagree between dtypes at kinks; check_kinks reports the value used there.
bool is_kink(const Activation& activation, double x) {
  const auto kinks = activation.kinks();
  return std::any_of(kinks.begin(), kinks.end(), [&](const Kink& kink) { return kink.at == x; });
}

Deviation deviation(const Activation& activation, const torch::Tensor& ours, const torch::Tensor& builtin,
                    const torch::Tensor& x) {
  const torch::ScalarType dtype = ours.scalar_type();
  const auto flat = [](const torch::Tensor& t) { return t.detach().to(torch::kDouble).reshape({-1}).contiguous(); };
  const torch::Tensor a = flat(ours), b = flat(builtin), places = flat(x);
  Deviation worst;
  worst.at = places[0].item<double>();
  for (std::int64_t i = 0; i < a.numel(); ++i) {
    const double actual = a.data_ptr<double>()[i], expected = b.data_ptr<double>()[i];
    const double ulps = ulp_error(actual, expected, dtype);
    if (ulps == 0 || is_kink(activation, places.data_ptr<double>()[i])) continue;
    const double absolute = std::isfinite(ulps) ? std::abs(actual - expected) : ulps;
    // Built-ins multiply x by differences from 1, which are rounded.
    const double at = places.data_ptr<double>()[i];
    const double scale = std::max({1.0, std::isfinite(expected) ? std::abs(expected) : 1, std::abs(at)});
    const double epsilons = absolute / (ulp(1, dtype) * scale);
    if (epsilons > worst.epsilons) worst = {epsilons, absolute, ulps, places.data_ptr<double>()[i]};
  }
  return worst;
}

BuiltinAgreement compare_in(const Activation& activation, torch::ScalarType dtype, std::string_view name) {
  const torch::Tensor x = grid(activation).to(dtype);
  const Function ours = [&](const torch::Tensor& at) { return apply(activation, at); };
  const Function builtin = [&](const torch::Tensor& at) { return apply_reference(activation, at); };
  const BuiltinResult value = ask(value_of, builtin, x), gradient = ask(gradient_of, builtin, x);
  TORCH_CHECK(value.tensor, to_string(activation), ": the built-in does not support ", name);
  BuiltinAgreement agreement;
  agreement.dtype = name;
  agreement.through_float = value.through_float || gradient.through_float;
  agreement.value = deviation(activation, value_of(ours, x), *value.tensor, x);
  const double allowed =
      allowed_epsilons * (builtin_is_coarse(activation, dtype) ? ulp(1, torch::kFloat) / ulp(1, dtype) : 1);
  agreement.held = agreement.value.epsilons <= allowed;
  if (gradient.tensor) {
    agreement.gradient = deviation(activation, gradient_of(ours, x), *gradient.tensor, x);
    agreement.held = agreement.held && agreement.gradient->epsilons <= allowed;
  }
  return agreement;
}

}  // namespace

std::vector<BuiltinAgreement> compare_with_builtin(const Activation& activation) {
  std::vector<BuiltinAgreement> result;
  for (const auto& [dtype, name] : {std::pair{torch::kDouble, "float64"}, std::pair{torch::kFloat, "float32"},
                                    std::pair{torch::kBFloat16, "bfloat16"}, std::pair{torch::kHalf, "float16"}})
    result.push_back(compare_in(activation, dtype, name));
  return result;
}

}  // namespace actlab
