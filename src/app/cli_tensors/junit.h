#pragma once

#include <nlohmann/json_fwd.hpp>
#include <string>

namespace actlab {

/// The document of `runner gradcheck --json` in the XML format of JUnit, which CI systems read: a test case for each
/// derivative, row of the battery and activation; what was not finished because the function died is an error.
std::string junit_xml(const nlohmann::json& document);

}  // namespace actlab
