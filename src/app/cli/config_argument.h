#pragma once

#include <span>
#include <string>

#include "app/cli/verbs.h"

namespace actlab {

/// Throws UsageError if the first argument of `run` is not a file. Suggests the nearest verb or config, because a
/// misspelled verb is parsed as the argument of `run`.
void check_config_argument(const std::string& argument, std::span<const Verb> verbs);

}  // namespace actlab
