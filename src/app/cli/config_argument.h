#pragma once

#include <string>

namespace actlab {

/// Throws UsageError where the first argument of `run` is no file: with the nearest verb or config, since a slip in a
/// verb's name lands here too.
void check_config_argument(const std::string& argument);

}  // namespace actlab
