#pragma once

#include <optional>
#include <string_view>

#include "lab/models/activation_field.h"

namespace actlab {

/// One activation of a config, without a list; nothing, and what is wrong in `problems`, where it cannot be read.
std::optional<GivenActivation> read_activation(const Node& node, std::string_view path, Problems& problems);

/// As a config writes it.
Node write_activation(const GivenActivation& given);

}  // namespace actlab
