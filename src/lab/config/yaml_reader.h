#pragma once

#include <string>

#include "lab/config/node.h"

namespace actlab {

/// Parses one YAML document of any type. Locations count lines from `base`, or equal `base` for the command line.
/// Throws UsageError if the text is not YAML, and adds YAML features that actlab does not support to `problems`.
Node parse_document(const std::string& text, const Location& base, Problems& problems);

}  // namespace actlab
