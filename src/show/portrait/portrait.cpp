#include "show/portrait/portrait.h"

#include <nlohmann/json.hpp>
#include <set>
#include <string>

#include "catalogue/check/float64_evaluator.h"

namespace actlab {
namespace {

// As torch.linspace: both ends are exact.
Numbers evenly_spaced(double low, double high, std::int64_t points) {
  const double step = (high - low) / static_cast<double>(points - 1);
  Numbers x;
  for (std::int64_t i = 0; i < points; ++i)
    x.push_back(i < points / 2 ? low + step * static_cast<double>(i)
                               : high - step * static_cast<double>(points - 1 - i));
  return x;
}

ActivationPortrait portrait_by_kernels(const Activation& activation) {
  return {curve_by_kernels(activation, portrait_points), check_kernels(activation)};
}

}  // namespace

ActivationCurve curve_by_kernels(const Activation& activation, std::int64_t points) {
  const auto [low, high] = activation.spec().interval;
  const Float64Evaluator formula(activation);
  const Numbers x = evenly_spaced(low, high, points);
  return {x, formula.values(x), formula.derivatives(x)};
}

nlohmann::json to_json(const Activation& activation, const ActivationPortrait& portrait) {
  const auto& [curve, verdict] = portrait;
  const Spec& spec = activation.spec();
  nlohmann::json kinks = nlohmann::json::array();
  for (const Kink& kink : activation.kinks()) kinks.push_back(kink.at);
  return {{"name", to_string(activation)},
          {"formula", activation.formula_text()},
          {"derivative", activation.derivative_text()},
          {"source", spec.source},
          {"kinks", kinks},
          {"x", curve.x},
          {"f", curve.f},
          {"df", curve.df},
          {"gradcheck",
           {{"passed", verdict.passed}, {"error", verdict.error}, {"at", verdict.at}, {"remark", verdict.remark}}}};
}

nlohmann::json portraits(std::span<const ActivationPtr> activations, const TensorBackend& backend) {
  nlohmann::json all = nlohmann::json::array();
  std::set<std::string> seen;
  for (const ActivationPtr& activation : activations) {
    if (!seen.insert(to_string(*activation)).second) continue;
    all.push_back(to_json(*activation,
                          activation->compiled() ? portrait_by_kernels(*activation) : backend.portrait(*activation)));
  }
  return all;
}

}  // namespace actlab
