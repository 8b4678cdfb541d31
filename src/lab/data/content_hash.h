#pragma once

#include <cstddef>
#include <span>
#include <string>

namespace actlab {

/// XXH3's 128 bits of all `parts` one after another, as xxh128sum prints them: 32 hexadecimal digits.
std::string content_hash(std::span<const std::span<const std::byte>> parts);

}  // namespace actlab
