#include "core/text.h"

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <bit>
#include <cmath>
#include <cstdint>
#include <limits>
#include <random>
#include <vector>

namespace actlab {
namespace {

TEST(Text, NumbersAreWrittenAsByFmt) {
  std::vector<double> numbers{0,
                              -0.0,
                              1,
                              -1,
                              0.1,
                              1.0 / 3,
                              1e-4,
                              9.9e-5,
                              1e15,
                              1e16,
                              123456789.5,
                              std::numeric_limits<double>::max(),
                              std::numeric_limits<double>::denorm_min(),
                              std::numeric_limits<double>::infinity(),
                              -std::numeric_limits<double>::infinity(),
                              std::numeric_limits<double>::quiet_NaN()};
  for (int exponent = -20; exponent <= 20; ++exponent) {
    const double power = std::pow(10.0, exponent);
    numbers.insert(numbers.end(), {power, 3 * power, std::nextafter(power, 0), std::nextafter(power, 1e300)});
  }
  std::mt19937_64 bits;
  for (int i = 0; i < 10000; ++i) numbers.push_back(std::bit_cast<double>(bits()));
  for (const double number : numbers) EXPECT_EQ(to_text(number), fmt::format("{}", number));
}

TEST(Text, ConcatTakesTextNumbersAndBools) {
  const std::string name = "x";
  EXPECT_EQ(concat(name, " is ", std::int64_t{-3}, ", ", 0.5, ", ", std::string_view("y"), ' ' == ' ', ""),
            "x is -3, 0.5, ytrue");
  EXPECT_EQ(concat(), "");
}

TEST(Text, JoinPutsTheSeparatorBetweenElements) {
  EXPECT_EQ(join(std::vector<std::string_view>{"a", "b", "c"}, ", "), "a, b, c");
  EXPECT_EQ(join(std::vector<std::string>{"a"}, ", "), "a");
  EXPECT_EQ(join(std::vector<std::string>{}, ", "), "");
}

}  // namespace
}  // namespace actlab
