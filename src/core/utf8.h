#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace actlab {

/// The offset of the first byte that is not part of valid UTF-8 (RFC 3629: shortest form, no surrogates, at most
/// U+10FFFF), or nullopt if all of `text` is valid.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

}  // namespace actlab
