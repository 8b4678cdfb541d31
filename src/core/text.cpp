#include "core/text.h"

#include <array>
#include <charconv>
#include <cmath>

namespace actlab {
namespace {

std::string shortest(double number, std::chars_format format) {
  std::array<char, 40> buffer;
  const auto result = std::to_chars(buffer.data(), buffer.data() + buffer.size(), number, format);
  return {buffer.data(), result.ptr};
}

}  // namespace

std::string to_text(double number) {
  // Without an exponent where people write none; std::to_chars would choose the shorter of both: 1e+06.
  const double magnitude = std::abs(number);
  const bool plain = number == 0 || (magnitude >= 1e-4 && magnitude < 1e16) || !std::isfinite(number);
  return shortest(number, plain ? std::chars_format::fixed : std::chars_format::scientific);
}

std::string to_text(std::int64_t number) {
  return std::to_string(number);
}

}  // namespace actlab
