#pragma once

#include <vector>

#include "lab/config/node.h"

namespace actlab {

/// Replaces each change of `models.PATTERN…`, where PATTERN contains `*`, by one for each model whose name matches; `*`
/// stands for any characters. A change of the same path without a wildcard goes before. Adds a problem if no model
/// matches. `root` is the config.
std::vector<Override> expand_wildcards(const Node& root, const std::vector<Override>& changes, Problems& problems);

}  // namespace actlab
