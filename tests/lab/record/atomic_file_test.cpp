#include "lab/record/atomic_file.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <stdexcept>

#include "temporary_directory.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

TEST(AtomicFile, KeepsTheOldFileUntilTheNewOneIsComplete) {
  const TemporaryDirectory directory;
  write_file(directory / "f", "old");
  {
    AtomicFile file(directory / "f");
    file.write("ne");
    EXPECT_EQ(read_file(directory / "f"), "old");
  }
  EXPECT_EQ(read_file(directory / "f"), "old");
  EXPECT_EQ(std::distance(std::filesystem::directory_iterator(directory.path()), {}), 1) << "no temporary file remains";
  write_file(directory / "f", "new");
  EXPECT_EQ(read_file(directory / "f"), "new");
}

TEST(AtomicFile, NamesTheFileThatCannotBeWritten) {
  try {
    write_file("/nowhere/at/all", "text");
    FAIL() << "no error";
  } catch (const std::runtime_error& error) {
    EXPECT_THAT(error.what(), testing::HasSubstr("/nowhere/at/all"));
  }
}

TEST(AtomicFile, ReplacesALinkInsteadOfFollowingIt) {
  const TemporaryDirectory directory;
  write_file(directory / "elsewhere", "mine");
  fs::create_symlink(directory / "elsewhere", directory / "f");
  write_file(directory / "f", "new", Durability::power_failure);
  EXPECT_EQ(read_file(directory / "elsewhere"), "mine");
  EXPECT_EQ(read_file(directory / "f"), "new");
  EXPECT_FALSE(fs::is_symlink(directory / "f"));
}

TEST(AtomicFile, HasATemporaryNameThatNobodyCanPrepare) {
  const TemporaryDirectory directory;
  const auto only_file = [&] { return fs::directory_iterator(directory.path())->path().filename().string(); };
  std::string first;
  {
    AtomicFile file(directory / "f");
    first = only_file();
  }
  AtomicFile file(directory / "f");
  EXPECT_NE(only_file(), first);
}

TEST(AtomicFile, GetsThePermissionsOfAnyOtherNewFile) {
  const TemporaryDirectory directory;
  write_file(directory / "f", "text");
  std::ofstream(directory / "g") << "text";
  EXPECT_EQ(fs::status(directory / "f").permissions(), fs::status(directory / "g").permissions());
}

TEST(MakeSubdirectory, DoesNotFollowALink) {
  const TemporaryDirectory directory;
  EXPECT_EQ(make_subdirectory(directory.path(), "new"), directory / "new");
  EXPECT_EQ(make_subdirectory(directory.path(), "new"), directory / "new");
  fs::create_directory_symlink(directory / "new", directory / "weights");
  EXPECT_THROW(make_subdirectory(directory.path(), "weights"), std::runtime_error);
  EXPECT_THROW(make_subdirectory(directory / "nowhere", "weights"), std::runtime_error);
}

}  // namespace
}  // namespace actlab
