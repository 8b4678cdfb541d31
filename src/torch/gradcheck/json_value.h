#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "actlab/battery.h"
#include "actlab/gradcheck_report.h"

/// Reports as JSON values, to be part of a larger document: all members by name. Numbers that JSON cannot represent
/// (infinity, NaN) become strings.
namespace actlab::detail {

nlohmann::json json_number(double value);
nlohmann::json json_value(const JacobianEntry& entry);
nlohmann::json json_value(const std::vector<Finding>& findings);
nlohmann::json json_value(const GradcheckReport& report);
nlohmann::json json_value(const BatteryReport& report);

}  // namespace actlab::detail
