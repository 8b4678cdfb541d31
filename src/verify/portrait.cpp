#include "verify/portrait.h"

#include <torch/autograd.h>

#include <nlohmann/json.hpp>
#include <set>

#include "verify/activation_check.h"

namespace actlab {
namespace {

constexpr std::int64_t curve_points = 121;

std::vector<double> numbers(const torch::Tensor& tensor) {
  const torch::Tensor flat = tensor.detach().contiguous();
  return {flat.data_ptr<double>(), flat.data_ptr<double>() + flat.numel()};
}

nlohmann::json portrait(const Activation& activation) {
  const Spec& spec = activation.spec();
  const ActivationCurve curve = curve_of(activation, curve_points);
  const ActivationCheck check = check_activation(activation);
  nlohmann::json kinks = nlohmann::json::array();
  for (const Kink& kink : activation.kinks()) kinks.push_back(kink.at);
  return {
      {"name", to_string(activation)},
      {"formula", spec.formula},
      {"derivative", spec.derivative},
      {"source", spec.source},
      {"kinks", kinks},
      {"x", curve.x},
      {"f", curve.f},
      {"df", curve.df},
      {"gradcheck",
       {{"passed", check.passed()}, {"error", check.first.error}, {"at", check.first.at}, {"remark", check.remark()}}}};
}

}  // namespace

ActivationCurve curve_of(const Activation& activation, std::int64_t points) {
  const auto [low, high] = activation.spec().interval;
  const torch::Tensor x = torch::linspace(low, high, points, torch::kDouble).requires_grad_();
  const torch::Tensor y =
      activation.is_row_wise() ? activation(torch::stack({x, torch::zeros_like(x)}, -1)).select(-1, 0) : activation(x);
  return {numbers(x), numbers(y), numbers(torch::autograd::grad({y.sum()}, {x})[0])};
}

nlohmann::json portraits(std::span<const ActivationPtr> activations) {
  nlohmann::json all = nlohmann::json::array();
  std::set<std::string> drawn;
  for (const ActivationPtr& activation : activations) {
    if (drawn.insert(to_string(*activation)).second) all.push_back(portrait(*activation));
  }
  return all;
}

}  // namespace actlab
