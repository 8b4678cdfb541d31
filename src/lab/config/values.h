#pragma once

#include <cstdint>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lab/config/node.h"
#include "lab/config/range.h"

namespace actlab {

/// The value of an unquoted scalar that has this type; nullopt otherwise. Booleans are those of YAML 1.2: `true` and
/// `false`. An integer may be written `1e3`. Infinity and NaN are not accepted as reals.
std::optional<bool> as_boolean(const Node& node);
std::optional<std::int64_t> as_integer(const Node& node);
std::optional<double> as_real(const Node& node);

/// `node` with its plain numbers in a form that YAML 1.1 reads as the same numbers: 1e3 becomes 1000, -.5 becomes -0.5.
Node portable(Node node);

/// A description of a value for messages: "'10.5'", "the text \"10\"", "a list", "nothing".
std::string found(const Node& node);

/// Allowed values for messages and help: "an integer of at least 1", "a number greater than 0".
std::string allowed_integer(const Range& range);
std::string allowed_real(const Range& range);

/// Each reads one value. On failure adds what was found and what is allowed to `problems`, returns false and leaves
/// `value` unchanged.
bool read_boolean(const Node& node, std::string_view path, bool& value, Problems& problems);
bool read_integer(const Node& node, std::string_view path, const Range& range, std::int64_t& value, Problems& problems);
bool read_real(const Node& node, std::string_view path, const Range& range, double& value, Problems& problems);
bool read_text(const Node& node, std::string_view path, std::string& value, Problems& problems);
bool read_choice(const Node& node, std::string_view path, std::span<const std::string_view> choices, std::string& value,
                 Problems& problems);

}  // namespace actlab
