#include "core/hash.h"

#include <fmt/format.h>

#include <bit>

#define XXH_INLINE_ALL  // the header has all functions, so that no library is needed
#include <xxhash.h>

namespace actlab {

std::string content_hash(std::span<const std::span<const std::byte>> parts) {
  XXH3_state_t state;
  XXH3_INITSTATE(&state);
  XXH3_128bits_reset(&state);
  for (const std::span<const std::byte> part : parts) XXH3_128bits_update(&state, part.data(), part.size());
  const XXH128_hash_t hash = XXH3_128bits_digest(&state);
  return fmt::format("{:016x}{:016x}", hash.high64, hash.low64);
}

Checksum& Checksum::add(std::string_view text) {
  add(text.size());
  return add_bytes(text.data(), text.size());
}

Checksum& Checksum::add_bytes(const void* bytes, std::size_t size) {
  bytes_.append(static_cast<const char*>(bytes), size);
  return *this;
}

std::int64_t Checksum::value() const {
  return std::bit_cast<std::int64_t>(std::uint64_t{XXH3_64bits(bytes_.data(), bytes_.size())});
}

}  // namespace actlab
