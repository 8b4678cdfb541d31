#pragma once

#include <array>
#include <charconv>
#include <cstdint>
#include <system_error>

namespace actlab {

/// Reads the number that starts at `begin`: digits, perhaps with a sign, a point and an exponent; correctly rounded.
/// Returns where it ends, or nullptr if there is none, or if it is too large or too small for a double. A character
/// that is none of a number's must stand before `end`.
///
/// Most numbers in files have so few digits that they, and the power of ten to divide them by, are exact as doubles.
/// Then one division is correctly rounded (Clinger, "How to read floating point numbers accurately", 1990), and takes
/// half the time of std::from_chars.
inline const char* read_decimal(const char* begin, const char* end, double& value) {
  constexpr std::array<double, 23> powers{1,    1e1,  1e2,  1e3,  1e4,  1e5,  1e6,  1e7,  1e8,  1e9,  1e10, 1e11,
                                          1e12, 1e13, 1e14, 1e15, 1e16, 1e17, 1e18, 1e19, 1e20, 1e21, 1e22};
  constexpr std::uint64_t exact_integers = std::uint64_t{1} << 53;
  constexpr std::ptrdiff_t digits_of_64_bits = 19;
  const char* first = *begin == '+' || *begin == '-' ? begin + 1 : begin;
  const char* p = first;
  std::uint64_t digits = 0;
  const auto take_digits = [&] {
    for (unsigned digit; (digit = static_cast<unsigned>(*p) - '0') < 10; ++p) digits = 10 * digits + digit;
  };
  take_digits();
  std::ptrdiff_t decimals = 0;
  if (*p == '.') {
    const char* after_point = ++p;
    take_digits();
    decimals = p - after_point;
    if (p - first == 1) return nullptr;  // a point alone
  }
  if (p == first) return nullptr;
  if (p - first <= digits_of_64_bits && digits <= exact_integers && *p != 'e' && *p != 'E') {
    value = static_cast<double>(digits) / powers[static_cast<std::size_t>(decimals)];
    if (*begin == '-') value = -value;
    return p;
  }
  const auto [stop, error] = std::from_chars(*begin == '+' ? first : begin, end, value);
  return error == std::errc{} ? stop : nullptr;
}

}  // namespace actlab
