#include "lab/record/run_directory.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "core/utf8.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;
using testing::MatchesRegex;

void make_run(const fs::path& path) {
  fs::create_directories(path);
  std::ofstream(path / record_file);
}

TEST(RunDirectory, IsNamedByTimeAndFourHexDigits) {
  const TemporaryDirectory parent;
  const RunDirectory run = RunDirectory::create_under(parent.path(), "circle");
  EXPECT_EQ(run.path().parent_path(), parent / "circle");
  EXPECT_THAT(run.path().filename().string(),
              MatchesRegex("[0-9][0-9][0-9][0-9][0-9][0-9][0-9][0-9]T[0-9][0-9][0-9][0-9][0-9][0-9]Z-"
                           "[0-9a-f][0-9a-f][0-9a-f][0-9a-f]"));
}

TEST(RunDirectory, IsNewEachTime) {
  const TemporaryDirectory parent;
  const RunDirectory first = RunDirectory::create_under(parent.path(), "circle");
  const RunDirectory second = RunDirectory::create_under(parent.path(), "circle");
  EXPECT_NE(first.path(), second.path());
}

TEST(RunDirectory, KeepsRelativePaths) {
  const TemporaryDirectory parent;
  const fs::path before = fs::current_path();
  fs::current_path(parent.path());
  const RunDirectory run = RunDirectory::create_under("runs", "circle");
  fs::current_path(before);
  EXPECT_TRUE(run.path().is_relative());
  EXPECT_TRUE(fs::is_directory(parent.path() / run.path()));
}

TEST(RunDirectory, UsesAnEmptyDirectoryOrCreatesOne) {
  const TemporaryDirectory parent;
  fs::create_directory(parent / "empty");
  EXPECT_EQ(RunDirectory::create(parent / "empty").path(), parent / "empty");
  EXPECT_TRUE(fs::is_directory(RunDirectory::create(parent / "a" / "b").path()));
}

TEST(RunDirectory, RejectsADirectoryThatIsNotEmpty) {
  const TemporaryDirectory parent;
  std::ofstream(parent / "thesis.tex") << "content";
  EXPECT_THROW(RunDirectory::create(parent.path()), UsageError);
  EXPECT_EQ(read_file(parent / "thesis.tex"), "content");
}

TEST(RunDirectory, RejectsAFile) {
  const TemporaryDirectory parent;
  std::ofstream(parent / "file") << "kept";
  EXPECT_THROW(RunDirectory::create(parent / "file"), UsageError);
  EXPECT_EQ(read_file(parent / "file"), "kept");
}

TEST(RunDirectory, OpensOnlyARun) {
  const TemporaryDirectory parent;
  EXPECT_THROW(RunDirectory::open(parent.path()), UsageError);
  EXPECT_THROW(RunDirectory::open(parent / "nowhere"), UsageError);
  make_run(parent / "run");
  EXPECT_EQ(RunDirectory::open(parent / "run").path(), parent / "run");
}

TEST(RunDirectory, IsLockedByOneProcess) {
  const TemporaryDirectory parent;
  make_run(parent / "run");
  {
    const RunDirectory held = RunDirectory::open(parent / "run");
    try {
      RunDirectory::open(parent / "run");
      FAIL() << "no error";
    } catch (const UsageError& error) {
      EXPECT_THAT(error.what(), HasSubstr("in use"));
    }
  }
  EXPECT_NO_THROW(RunDirectory::open(parent / "run"));
}

TEST(NewestRun, ReturnsTheNewestAcceptedRun) {
  const TemporaryDirectory parent;
  const fs::path runs = parent / "circle";
  make_run(runs / "20260101T000000Z-aaaa");
  make_run(runs / "20260301T000000Z-0000");
  make_run(runs / "20260201T000000Z-ffff");
  fs::create_directory(runs / "20270101T000000Z-none");
  EXPECT_EQ(newest_run(parent.path(), "circle", [](const auto&) { return true; }), runs / "20260301T000000Z-0000");
  EXPECT_EQ(newest_run(parent.path(), "circle", [](const auto& run) { return run.filename() < "202603"; }),
            runs / "20260201T000000Z-ffff");
  EXPECT_EQ(newest_run(parent.path(), "circle", [](const auto&) { return false; }), fs::path());
  EXPECT_EQ(newest_run(parent.path(), "spiral", [](const auto&) { return true; }), fs::path());
}

TEST(FileNameOf, EscapesPathSeparators) {
  EXPECT_EQ(file_name_of("NonLinearNN-2_x.y"), "NonLinearNN-2_x.y");
  EXPECT_EQ(file_name_of("../../etc"), "%2E.%2F..%2Fetc");
  EXPECT_EQ(file_name_of("a b$"), "a%20b%24");
  EXPECT_EQ(file_name_of("é"), "é");
}

TEST(FileName, IsShortButDifferentForLongNames) {
  const std::string a(240, 'a');
  EXPECT_LE(file_name_of(a).size(), 160u);
  EXPECT_NE(file_name_of(a), file_name_of(a + "b"));
  EXPECT_EQ(file_name_of(a), file_name_of(a));
  EXPECT_EQ(file_name_of("short"), "short");
  std::string umlauts;
  for (int i = 0; i < 200; ++i) umlauts += "/ü";
  EXPECT_LE(file_name_of(umlauts).size(), 160u);
  EXPECT_FALSE(first_invalid_utf8(file_name_of(umlauts)));
}

}  // namespace
}  // namespace actlab
