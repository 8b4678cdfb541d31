#include "verify/json.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace actlab {
namespace {

using Json = nlohmann::json;

Json number(double value) {
  if (std::isfinite(value)) return value;
  return fmt::format("{}", value);
}

Json to_json(const JacobianEntry& entry) {
  return {{"input", entry.input},
          {"output", entry.output},
          {"input_index", entry.input_index},
          {"output_index", entry.output_index},
          {"analytical", number(entry.analytical)},
          {"numerical", number(entry.numerical)},
          {"absolute_error", number(entry.absolute_error)},
          {"tolerance", number(entry.tolerance)}};
}

Json to_json(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    Json object = {{"cause", to_string(finding.cause)}, {"detail", finding.detail}};
    if (finding.entry) object["entry"] = to_json(*finding.entry);
    list.push_back(std::move(object));
  }
  return list;
}

Json to_json(const DerivativeCheck& check) {
  return {
      {"passed", check.report.passed()},           {"error", number(check.error)}, {"at", number(check.at)},
      {"entries", check.report.compared},          {"wrong", check.report.wrong},  {"zero_everywhere", check.vacuous},
      {"failures", to_json(check.report.failures)}};
}

Json to_json(const KinkCheck& kink) {
  return {{"at", number(kink.at)},       {"left", number(kink.left)},
          {"right", number(kink.right)}, {"analytical", number(kink.analytical)},
          {"jump", kink.jump},           {"held", kink.held}};
}

Json to_json(const Deviation& deviation) {
  return {{"epsilons", number(deviation.epsilons)},
          {"absolute", number(deviation.absolute)},
          {"ulps", number(deviation.ulps)},
          {"at", number(deviation.at)}};
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
  for (const KinkCheck& kink : check.kinks) kinks.push_back(to_json(kink));
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
