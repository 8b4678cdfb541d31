#include "core/log.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>

namespace actlab {
namespace {

using testing::HasSubstr;
using testing::Not;

std::string text_of(const std::filesystem::path& path) {
  std::ostringstream text;
  text << std::ifstream(path).rdbuf();
  return text.str();
}

TEST(Log, GoesToStderrAndToAnOpenFile) {
  const auto path = std::filesystem::path(testing::TempDir()) / "actlab_log_test.txt";
  std::filesystem::remove(path);
  testing::internal::CaptureStderr();
  {
    const LogFile file(path);
    log_info("{} trials", 40);
    log_warning("slow");
  }
  log_info("after");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "40 trials\nwarning: slow\nafter\n");
  const std::string text = text_of(path);
  EXPECT_THAT(text, testing::ContainsRegex("[0-9]+-[0-9]+-[0-9]+T[0-9:.]+Z info: 40 trials\n"));
  EXPECT_THAT(text, HasSubstr("warning: slow\n"));
  EXPECT_THAT(text, Not(HasSubstr("after")));
}

TEST(Log, QuietKeepsWarningsOnStderrAndEverythingInTheFile) {
  const auto path = std::filesystem::path(testing::TempDir()) / "actlab_quiet_test.txt";
  std::filesystem::remove(path);
  testing::internal::CaptureStderr();
  {
    const LogFile file(path);
    set_quiet(true);
    log_info("detail");
    log_warning("trouble");
    set_quiet(false);
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "warning: trouble\n");
  EXPECT_THAT(text_of(path), HasSubstr("detail"));
}

TEST(Log, AppendsToAnExistingFile) {
  const auto path = std::filesystem::path(testing::TempDir()) / "actlab_append_test.txt";
  std::ofstream(path) << "before\n";
  testing::internal::CaptureStderr();
  {
    const LogFile file(path);
    log_info("now");
  }
  testing::internal::GetCapturedStderr();
  EXPECT_THAT(text_of(path), testing::StartsWith("before\n"));
}

TEST(Log, RejectsAFileThatCannotBeOpened) {
  EXPECT_THROW(LogFile("/dev/null/log.txt"), std::runtime_error);
}

TEST(Log, DoesNotFollowALink) {
  const std::string target = testing::TempDir() + "log_target.txt", link = testing::TempDir() + "log_link.txt";
  std::filesystem::remove(link);
  std::filesystem::create_symlink(target, link);
  EXPECT_THROW(LogFile{link}, std::runtime_error);
  EXPECT_FALSE(std::filesystem::exists(target));
  std::filesystem::remove(link);
}

TEST(Log, ContinuesIfTheDiskIsFull) {
  testing::internal::CaptureStderr();
  {
    const LogFile file("/dev/full");
    log_info("still here");
  }
  EXPECT_THAT(testing::internal::GetCapturedStderr(), HasSubstr("still here\n"));
}

TEST(Log, ShowsNoStatusLineIfStderrIsNotATerminal) {
  testing::internal::CaptureStderr();
  show_status("50 %");
  log_info("line");
  show_status("");
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "line\n");
}

}  // namespace
}  // namespace actlab
