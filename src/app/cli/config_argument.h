#pragma once

#include <span>
#include <string>

#include "app/cli/verbs.h"

namespace actlab {

/// Throws UsageError where the first argument of `run` is not a file, with the nearest verb or config: a typo in a
/// verb's name ends up here too.
void check_config_argument(const std::string& argument, std::span<const Verb> verbs);

}  // namespace actlab
