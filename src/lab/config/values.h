#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lab/config/node.h"
#include "lab/config/range.h"

namespace actlab {

/// The value of a plain scalar that reads as one; nothing otherwise. Booleans are YAML 1.2's: `true` and `false`. An
/// integer may be written `1e3`. Infinities and NaN are no reals.
std::optional<bool> as_boolean(const Node& node);
std::optional<std::int64_t> as_integer(const Node& node);
std::optional<double> as_real(const Node& node);

/// "'10.5'", "\"10\", which is text because of its quotes", "a list", "nothing": for messages.
std::string found(const Node& node);

/// "an integer of at least 1", "a number greater than 0": for messages and help.
std::string allowed_integer(const Range& range);
std::string allowed_real(const Range& range);

/// Read one value, or add to `problems` what was found and what is allowed, and return false. `value` is changed only
/// where it is valid.
bool read_boolean(const Node& node, std::string_view path, bool& value, Problems& problems);
bool read_integer(const Node& node, std::string_view path, const Range& range, std::int64_t& value, Problems& problems);
bool read_real(const Node& node, std::string_view path, const Range& range, double& value, Problems& problems);
bool read_text(const Node& node, std::string_view path, std::string& value, Problems& problems);
bool read_choice(const Node& node, std::string_view path, std::span<const std::string_view> choices, std::string& value,
                 Problems& problems);

}  // namespace actlab
