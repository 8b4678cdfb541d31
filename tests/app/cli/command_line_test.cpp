#include "app/cli/command_line.h"

#include <gtest/gtest.h>

namespace actlab {
namespace {

using Arguments = std::vector<std::string>;

TEST(ShellText, QuotesSpecialCharacters) {
  EXPECT_EQ(shell_text(Arguments{"runner", "a.yaml", "seeds=3"}), "runner a.yaml seeds=3");
  EXPECT_EQ(shell_text(Arguments{"lr=[0.1, 0.01]", "it's", ""}), "'lr=[0.1, 0.01]' 'it'\\''s' ''");
}

TEST(CommandToContinue, RepeatsTheCommandWithTheRunsDirectoryAsOut) {
  EXPECT_EQ(command_to_continue(Arguments{"runner", "a.yaml", "seeds=3"}, "runs/a/1"),
            "runner a.yaml seeds=3 --out runs/a/1");
  EXPECT_EQ(command_to_continue(Arguments{"runner", "a.yaml", "--resume", "--jobs", "2"}, "b"),
            "runner a.yaml --jobs 2 --out b");
  EXPECT_EQ(command_to_continue(Arguments{"runner", "--out", "b", "a.yaml"}, "b"), "runner a.yaml --out b");
  EXPECT_EQ(command_to_continue(Arguments{"runner", "a.yaml", "--out=b"}, "b"), "runner a.yaml --out b");
}

}  // namespace
}  // namespace actlab
