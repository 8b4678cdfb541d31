#pragma once

#include <vector>

#include "lab/config/node.h"

namespace actlab {

/// Replaces each change of `models.PATTERN…`, where PATTERN contains `*`, by one for each model whose name matches; `*`
/// stands for any characters. A change of the same path without a wildcard goes before. Adds a problem if no model
/// matches. `root` is the config.
std::vector<Override> expand_wildcards(const Node& root, const std::vector<Override>& changes, Problems& problems);

/// An override or a sweep may not set a key of a new model, because a misspelt name would add a model. False if it
/// does, after adding a problem. A mapping of all its keys adds a model on purpose.
bool names_known_model(const Node& root, const Override& change, Problems& problems);

}  // namespace actlab
