#include "core/utf8.h"

#include <gtest/gtest.h>

#include <cstdint>
#include <optional>
#include <string>

namespace actlab {
namespace {

std::string utf8(std::uint32_t c) {
  const auto tail = [&](int shift) { return static_cast<char>(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) return {static_cast<char>(c)};
  if (c < 0x800) return {static_cast<char>(0xC0 | c >> 6), tail(0)};
  if (c < 0x10000) return {static_cast<char>(0xE0 | c >> 12), tail(6), tail(0)};
  return {static_cast<char>(0xF0 | c >> 18), tail(12), tail(6), tail(0)};
}

bool is_valid(const std::string& text) {
  return !first_invalid_utf8(text).has_value();
}

TEST(FirstInvalidUtf8, AcceptsEveryCodePointButSurrogates) {
  for (std::uint32_t c = 0; c <= 0x10FFFF; ++c) {
    const bool is_surrogate = c >= 0xD800 && c < 0xE000;
    ASSERT_EQ(is_valid(utf8(c)), !is_surrogate) << c;
  }
  for (std::uint32_t c = 0x110000; c < 0x200000; c += 0x1000) ASSERT_FALSE(is_valid(utf8(c))) << c;
}

TEST(FirstInvalidUtf8, RejectsOverlongForms) {
  for (unsigned c = 0; c < 0x80; ++c) {
    const char low = static_cast<char>(0x80 | (c & 0x3F)), high = static_cast<char>(0xC0 | c >> 6);
    EXPECT_FALSE(is_valid({high, low})) << c;
    EXPECT_FALSE(is_valid({'\xE0', static_cast<char>(0x80 | c >> 6), low})) << c;
    EXPECT_FALSE(is_valid({'\xF0', '\x80', static_cast<char>(0x80 | c >> 6), low})) << c;
  }
  EXPECT_FALSE(is_valid("\xE0\x9F\xBF"));      // U+07FF in three bytes
  EXPECT_FALSE(is_valid("\xF0\x8F\xBF\xBF"));  // U+FFFF in four
}

TEST(FirstInvalidUtf8, RejectsWhatIsCutOffOrStartsNoSequence) {
  for (const std::uint32_t c : {0xE9u, 0x20ACu, 0x1F600u}) {
    const std::string whole = utf8(c);
    for (std::size_t length = 1; length < whole.size(); ++length) {
      EXPECT_EQ(first_invalid_utf8("ab" + whole.substr(0, length)), 2u) << c;
      EXPECT_EQ(first_invalid_utf8("ab" + whole.substr(0, length) + "c"), 2u) << c;
      EXPECT_EQ(first_invalid_utf8("ab" + whole.substr(length)), 2u) << c;
    }
  }
  for (const char* never : {"\xC0", "\xC1", "\xF5\x80\x80\x80", "\xFF", "\xFE", "\x80"}) {
    EXPECT_EQ(first_invalid_utf8(never), 0u);
  }
}

// ASCII is skipped in blocks, so every place within two blocks is tried, as the last byte too.
TEST(FirstInvalidUtf8, FindsTheFirstAtAnyPlace) {
  for (std::size_t before = 0; before < 200; ++before) {
    for (const std::size_t after : {0u, 1u, 7u, 63u, 64u, 65u, 130u}) {
      const std::string text = std::string(before, 'a') + "\xE9" + std::string(after, 'b');
      ASSERT_EQ(first_invalid_utf8(text), before) << after;
      ASSERT_EQ(first_invalid_utf8(text + "\xFF"), before) << after;
      ASSERT_TRUE(is_valid(std::string(before, 'a') + "\xC3\xA9" + std::string(after, 'b')));
    }
  }
  EXPECT_TRUE(is_valid(""));
  EXPECT_TRUE(is_valid(std::string(1, '\0')));
}

}  // namespace
}  // namespace actlab
