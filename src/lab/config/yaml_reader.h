#pragma once

#include <string>

#include "lab/config/node.h"

namespace actlab {

/// Parses one YAML document of any kind. Locations count lines from `base`, or are `base` itself for the command line.
/// Throws UsageError for what is not YAML, adds to `problems` what YAML allows and we do not.
Node parse_document(const std::string& text, const Location& base, Problems& problems);

}  // namespace actlab
