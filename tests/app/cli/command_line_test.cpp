#include "app/cli/command_line.h"

#include <gtest/gtest.h>

namespace actlab {
namespace {

using Words = std::vector<std::string>;

TEST(ShellText, QuotesWhatAShellWouldReadOtherwise) {
  EXPECT_EQ(shell_text(Words{"runner", "a.yaml", "seeds=3"}), "runner a.yaml seeds=3");
  EXPECT_EQ(shell_text(Words{"lr=[0.1, 0.01]", "it's", ""}), "'lr=[0.1, 0.01]' 'it'\\''s' ''");
}

TEST(CommandToContinue, IsTheSameCommandOnTheRunsDirectory) {
  EXPECT_EQ(command_to_continue(Words{"runner", "a.yaml", "seeds=3"}, "runs/a/1"),
            "runner a.yaml seeds=3 --out runs/a/1");
  EXPECT_EQ(command_to_continue(Words{"runner", "a.yaml", "--resume", "--jobs", "2"}, "b"),
            "runner a.yaml --jobs 2 --out b");
  EXPECT_EQ(command_to_continue(Words{"runner", "--out", "b", "a.yaml"}, "b"), "runner a.yaml --out b");
  EXPECT_EQ(command_to_continue(Words{"runner", "a.yaml", "--out=b"}, "b"), "runner a.yaml --out b");
}

}  // namespace
}  // namespace actlab
