#include "core/visible.h"

#include <gtest/gtest.h>

#include <string>

namespace actlab {
namespace {

TEST(Visible, EscapesWhatATerminalObeysOrDoesNotShow) {
  EXPECT_EQ(visible("a\x1b[2Jb"), "a\\x1b[2Jb");
  EXPECT_EQ(visible("\x1b]0;title\a"), "\\x1b]0;title\\x07");
  EXPECT_EQ(visible("x\xe2\x80\xaey"), "x\\u202ey") << "right-to-left override";
  EXPECT_EQ(visible("x\xe2\x81\xa6y"), "x\\u2066y") << "left-to-right isolate";
  EXPECT_EQ(visible("\xc2\x9b"
                    "2J"),
            "\\x9b2J")
      << "the C1 form of ESC [";
  EXPECT_EQ(visible("caf\xe9"), "caf\\xe9") << "not UTF-8";
  EXPECT_EQ(visible("a\rb\tc\nd"), "a\\rb\\tc\\nd");
  EXPECT_EQ(visible("a\nb", /*keep_lines=*/true), "a\nb");
  EXPECT_EQ(visible("naïve ± 中文 🙂"), "naïve ± 中文 🙂");
}

TEST(VisibleInColour, KeepsOurColoursAndNoOtherSequence) {
  const std::string ours = std::string(colour::bold) + "a" + std::string(colour::reset) + colour::of_256(168) + "b\n";
  EXPECT_EQ(visible_in_colour(ours), ours);
  for (const char* other : {"\x1b[2J", "\x1b[8m", "\x1b[38;5;x", "\x1b]52;c;aGk=\a", "\x1b", "\x1b[38;5;1"})
    EXPECT_EQ(visible_in_colour(other), visible(other)) << visible(other);
}

TEST(ShortenedUtf8, CutsBetweenCharacters) {
  EXPECT_EQ(shortened_utf8("aä", 2), "a");
  EXPECT_EQ(shortened_utf8("aä", 3), "aä");
}

}  // namespace
}  // namespace actlab
