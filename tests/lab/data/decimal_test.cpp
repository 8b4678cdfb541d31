#include "lab/data/table/decimal.h"

#include <gtest/gtest.h>

#include <bit>
#include <cstdlib>
#include <optional>
#include <random>
#include <string>

namespace actlab {
namespace {

struct Read {
  std::uint64_t bits;
  std::size_t length;
  bool operator==(const Read&) const = default;
};

std::optional<Read> decimal_of(const std::string& text) {
  double value = 0;
  const char* stop = read_decimal(text.c_str(), text.c_str() + text.size(), value);
  if (stop == nullptr) return std::nullopt;
  return Read{std::bit_cast<std::uint64_t>(value), static_cast<std::size_t>(stop - text.c_str())};
}

// As glibc reads it, which rounds correctly.
Read by_strtod(const std::string& text) {
  char* stop = nullptr;
  const double value = std::strtod(text.c_str(), &stop);
  return {std::bit_cast<std::uint64_t>(value), static_cast<std::size_t>(stop - text.c_str())};
}

TEST(ReadDecimal, EqualsStrtodToTheLastBit) {
  std::mt19937_64 random(1);
  const auto below = [&](std::uint64_t n) { return random() % n; };
  for (int i = 0; i < 300'000; ++i) {
    std::string text(below(3) == 0 ? (below(2) == 0 ? "-" : "+") : "");
    const std::uint64_t whole = below(22), decimals = below(24);
    for (std::uint64_t k = 0; k < whole; ++k) text += static_cast<char>('0' + below(10));
    if (decimals > 0 || whole == 0) text += '.';
    for (std::uint64_t k = 0; k < std::max<std::uint64_t>(decimals, whole == 0); ++k)
      text += static_cast<char>('0' + below(10));
    if (below(4) == 0) text += (below(2) == 0 ? "e" : "E-") + std::to_string(below(250));
    text += ",1";
    ASSERT_EQ(decimal_of(text), by_strtod(text)) << text;
  }
}

TEST(ReadDecimal, EqualsStrtodAtTheLimitsOfExactNumbers) {
  for (const char* text : {"0",
                           "-0",
                           "-0.0",
                           "9007199254740992",
                           "9007199254740993",
                           "9007199254740994",
                           ".1",
                           "1.",
                           "+1.5",
                           "0.0000000000000000000001",
                           "0.00000000000000000000001",
                           "9007199254740993e1",
                           "1234567890123456789",
                           "12345678901234567890",
                           "18446744073709551616",
                           "1e308",
                           "5e-324",
                           "0.30000000000000004",
                           "2.2250738585072014e-308",
                           "1.7976931348623157e308",
                           "00012.50"}) {
    EXPECT_EQ(decimal_of(text), by_strtod(text)) << text;
  }
}

TEST(ReadDecimal, EndsWhereTheNumberEnds) {
  for (const char* text : {"1;2", "1.5x", "1..2", "1e", "1e+", "12 ", "1,2", "1-2", "0x10"}) {
    ASSERT_TRUE(decimal_of(text)) << text;
    EXPECT_EQ(decimal_of(text)->length, text[1] == '.' ? (text[2] == '.' ? 2u : 3u) : text[1] == '2' ? 2u : 1u) << text;
  }
}

TEST(ReadDecimal, FindsNoNumber) {
  for (const char* text : {"", ".", "-", "+", "-.", "+-1", "--1", "e5", ".e5", "a1", "inf", "nan", "1e999", "1e-999"}) {
    EXPECT_FALSE(decimal_of(text)) << text;
  }
}

}  // namespace
}  // namespace actlab
