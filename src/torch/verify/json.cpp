#include "torch/verify/json.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "actlab/gradcheck_report.h"

namespace actlab {
namespace {

using Json = nlohmann::json;

Json json_number(double value) {
  if (std::isfinite(value)) return value;
  return fmt::format("{}", value);
}

Json to_json(const DerivativeCheck& check) {
  return {{"passed", check.report.passed()},
          {"error", json_number(check.error)},
          {"at", json_number(check.at)},
          {"entries", check.report.compared},
          {"wrong", check.report.wrong},
          {"zero_everywhere", check.vacuous},
          {"failures", Json::parse(to_json(check.report))["failures"]}};
}

Json to_json(const SubgradientCheck& kink) {
  return {{"at", json_number(kink.at)},
          {"left", json_number(kink.left)},
          {"right", json_number(kink.right)},
          {"analytical", json_number(kink.analytical)},
          {"jump", kink.jump},
          {"held", kink.held}};
}

Json to_json(const Deviation& deviation) {
  return {{"epsilons", json_number(deviation.epsilons)},
          {"absolute", json_number(deviation.absolute)},
          {"ulps", json_number(deviation.ulps)},
          {"at", json_number(deviation.at)}};
}

Json to_json(const BuiltinAgreement& agreement) {
  return {{"held", agreement.held},
          {"through_float", agreement.through_float},
          {"value", to_json(agreement.value)},
          {"gradient", agreement.gradient ? to_json(*agreement.gradient) : Json()}};
}

}  // namespace

Json to_json(const ActivationCheck& check) {
  Json kinks = Json::array();
  for (const SubgradientCheck& kink : check.kinks) kinks.push_back(to_json(kink));
  Json builtin = Json::object();
  for (const BuiltinAgreement& agreement : check.builtin) builtin[std::string(agreement.dtype)] = to_json(agreement);
  return {{"name", check.name},
          {"passed", check.passed()},
          {"remark", check.remark()},
          {"first", to_json(check.first)},
          {"second", to_json(check.second)},
          {"kinks", kinks},
          {"builtin", builtin}};
}

}  // namespace actlab
