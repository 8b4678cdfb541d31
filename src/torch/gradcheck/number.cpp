#include "torch/gradcheck/number.h"

#include <array>
#include <charconv>

namespace actlab::detail {
namespace {

constexpr std::size_t longest = 64;  // 17 digits, a sign, a point and an exponent need 24

}  // namespace

std::string number(double value, int digits) {
  std::array<char, longest> text{};
  return {text.data(), std::to_chars(text.begin(), text.end(), value, std::chars_format::general, digits).ptr};
}

std::string number(double value) {
  std::array<char, longest> text{};
  return {text.data(), std::to_chars(text.begin(), text.end(), value).ptr};
}

}  // namespace actlab::detail
