#pragma once

#include <cstddef>
#include <optional>
#include <string_view>

namespace actlab {

/// The index of the first byte that is not part of valid UTF-8 (RFC 3629: no overlong forms, no surrogates, at most
/// U+10FFFF); nullopt if the whole text is valid. ASCII is skipped at memory speed.
std::optional<std::size_t> first_invalid_utf8(std::string_view text);

}  // namespace actlab
