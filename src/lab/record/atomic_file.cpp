#include "lab/record/atomic_file.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <unistd.h>

#include <cerrno>
#include <cstdint>
#include <cstring>
#include <random>
#include <stdexcept>
#include <system_error>
#include <utility>

namespace actlab {
namespace {

std::filesystem::path directory_of(const std::filesystem::path& path) {
  return path.has_parent_path() ? path.parent_path() : ".";
}

// A name that nobody can guess, so that nobody can put a link there.
std::filesystem::path temporary_in(const std::filesystem::path& directory) {
  std::random_device random;
  const std::uint64_t id = (std::uint64_t{random()} << 32) | random();
  return directory / fmt::format(".actlab-{:016x}.tmp", id);
}

}  // namespace

AtomicFile::AtomicFile(std::filesystem::path path) : path_(std::move(path)) {
  temporary_ = temporary_in(directory_of(path_));
  constexpr mode_t readable = 0666;  // less the process's umask
  const int descriptor = open(temporary_.c_str(), O_WRONLY | O_CREAT | O_EXCL | O_NOFOLLOW | O_CLOEXEC, readable);
  if (descriptor < 0) {
    temporary_.clear();
    fail();
  }
  file_.reset(fdopen(descriptor, "wb"));
  if (!file_) fail();
}

AtomicFile::~AtomicFile() {
  std::error_code ignored;
  if (!temporary_.empty()) std::filesystem::remove(temporary_, ignored);
}

void AtomicFile::write(std::string_view text) {
  if (std::fwrite(text.data(), 1, text.size(), file_.get()) != text.size()) fail();
}

void AtomicFile::commit(Durability durability) {
  if (std::fflush(file_.get()) != 0) fail();
  if (durability == Durability::power_failure && fsync(fileno(file_.get())) != 0) fail();
  if (std::fclose(file_.release()) != 0) fail();
  if (std::rename(temporary_.c_str(), path_.c_str()) != 0) fail();
  temporary_.clear();
  if (durability == Durability::power_failure) synchronize_directory();
}

// The new name is on the disk only when the directory is.
void AtomicFile::synchronize_directory() const {
  const int directory = open(directory_of(path_).c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  const bool done = directory >= 0 && fsync(directory) == 0;
  const int error = errno;
  if (directory >= 0) close(directory);
  errno = error;
  if (!done && errno != EINVAL) fail();  // some file systems cannot synchronize a directory
}

void AtomicFile::fail() const {
  const int error = errno;
  if (!temporary_.empty()) std::remove(temporary_.c_str());
  throw std::runtime_error(fmt::format("cannot write {}: {}", path_.string(), std::strerror(error)));
}

void write_file(const std::filesystem::path& path, std::string_view text, Durability durability) {
  AtomicFile file(path);
  file.write(text);
  file.commit(durability);
}

std::filesystem::path make_subdirectory(const std::filesystem::path& parent, std::string_view name) {
  const std::filesystem::path path = parent / name;
  std::error_code error;
  std::filesystem::create_directory(path, error);
  if (!std::filesystem::is_directory(std::filesystem::symlink_status(path)))
    throw std::runtime_error(fmt::format("cannot create the directory {}: {}", path.string(),
                                         error ? error.message() : "it is a link, which is not followed"));
  return path;
}

}  // namespace actlab
