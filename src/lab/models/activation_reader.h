#pragma once

#include <optional>
#include <string_view>

#include "lab/models/activation_field.h"

namespace actlab {

/// Reads a single activation of a config. If it is invalid, returns nothing and adds to `problems`.
std::optional<GivenActivation> read_activation(const Node& node, std::string_view path, Problems& problems);

/// The inverse of read_activation.
Node write_activation(const GivenActivation& given);

}  // namespace actlab
