#pragma once

#include <nlohmann/json_fwd.hpp>
#include <vector>

#include "actlab/battery.h"
#include "actlab/gradcheck_report.h"

/// Reports as JSON values, for those of ours who put them into a larger document: everything in them, by the names of
/// their members. Numbers that JSON cannot hold (infinity, NaN) become strings.
namespace actlab::detail {

nlohmann::json json_number(double value);
nlohmann::json json_value(const JacobianEntry& entry);
nlohmann::json json_value(const std::vector<Finding>& findings);
nlohmann::json json_value(const GradcheckReport& report);
nlohmann::json json_value(const BatteryReport& report);

}  // namespace actlab::detail
