#include "torch/gradcheck/json_value.h"

#include <fmt/format.h>

#include <cmath>
#include <nlohmann/json.hpp>

namespace actlab {
namespace detail {

using Json = nlohmann::json;

Json json_number(double value) {
  if (std::isfinite(value)) return value;
  return fmt::format("{}", value);
}

Json json_value(const JacobianEntry& entry) {
  return {{"input", entry.input},
          {"output", entry.output},
          {"input_index", entry.input_index},
          {"output_index", entry.output_index},
          {"analytical", json_number(entry.analytical)},
          {"numerical", json_number(entry.numerical)},
          {"absolute_error", json_number(entry.absolute_error)},
          {"tolerance", json_number(entry.tolerance)}};
}

Json json_value(const std::vector<Finding>& findings) {
  Json list = Json::array();
  for (const Finding& finding : findings) {
    Json object = {{"cause", to_string(finding.cause)}, {"detail", finding.detail}};
    if (finding.entry) object["entry"] = json_value(*finding.entry);
    list.push_back(std::move(object));
  }
  return list;
}

Json json_value(const GradcheckReport& report) {
  return {{"passed", report.passed()},
          {"compared", report.compared},
          {"wrong", report.wrong},
          {"worst", report.worst ? json_value(*report.worst) : Json()},
          {"failures", json_value(report.failures)},
          {"warnings", json_value(report.warnings)}};
}

Json json_value(const BatteryReport& report) {
  Json rows = Json::array();
  for (const BatteryRow& row : report.rows) {
    Json object = {{"pitfall", row.pitfall}, {"outcome", to_string(row.outcome)}};
    if (row.cause) object["cause"] = to_string(*row.cause);
    if (!row.detail.empty()) object["detail"] = row.detail;
    rows.push_back(std::move(object));
  }
  return {{"passed", report.passed()}, {"rows", std::move(rows)}};
}

}  // namespace detail

namespace {

// The message of an exception may contain arbitrary bytes.
std::string text_of(const nlohmann::json& json) {
  return json.dump(2, ' ', false, nlohmann::json::error_handler_t::replace);
}

}  // namespace

std::string to_json(const GradcheckReport& report) {
  return text_of(detail::json_value(report));
}

std::string to_json(const BatteryReport& report) {
  return text_of(detail::json_value(report));
}

}  // namespace actlab
