#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <string>
#include <string_view>
#include <type_traits>

namespace actlab {

/// XXH3's 128 bits of all `parts` one after another, as `xxh128sum` prints them: 32 hexadecimal digits. Detects damage
/// and changes, not forgery. Source: github.com/Cyan4973/xxHash.
std::string content_hash(std::span<const std::span<const std::byte>> parts);

/// XXH3's 64 bits of a sequence of values, which are added one after another.
class Checksum {
 public:
  Checksum& add(std::string_view text);  ///< with its length, so that two texts are not one
  template <class Number>
  requires std::is_arithmetic_v<Number> Checksum& add(Number number) {
    // Every NaN is one: databases do not keep their bits.
    if (number != number) number = std::numeric_limits<Number>::quiet_NaN();
    return add_bytes(&number, sizeof number);
  }
  Checksum& add_bytes(const void* bytes, std::size_t size);
  /// As a number that SQL can store.
  std::int64_t value() const;

 private:
  std::string bytes_;  // few values are hashed faster at once than as a stream
};

}  // namespace actlab
