#pragma once

#include <string>
#include <utility>
#include <vector>

namespace actlab {

/// Values for an operator's non-tensor arguments, by name, as text: "0.1", "true", "[1, 2]", "none".
using ArgumentTexts = std::vector<std::pair<std::string, std::string>>;

}  // namespace actlab
