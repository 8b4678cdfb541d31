#include "lab/record/run_directory.h"

#include <fcntl.h>
#include <fmt/chrono.h>
#include <fmt/format.h>
#include <sys/file.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstdint>
#include <cstring>
#include <ctime>
#include <random>
#include <stdexcept>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/visible.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

std::string time_and_id() {
  static constexpr std::size_t four_digits = 0x10000;
  return fmt::format("{:%Y%m%dT%H%M%SZ}-{:04x}", fmt::gmtime(std::time(nullptr)), std::random_device()() % four_digits);
}

// File systems allow 255 bytes. The rest is for a seed, a point and an extension, or a prefix.
constexpr std::size_t longest_name = 160;

// A part of the name, and a hash of all of it (FNV-1a), so that different names stay different.
std::string shortened_name(std::string_view file) {
  std::uint64_t hash = 0xcbf29ce484222325;
  for (const unsigned char c : file) hash = (hash ^ c) * 0x100000001b3;
  std::string_view part = shortened_utf8(file, longest_name - 17);
  if (const std::size_t escape = part.rfind('%'); escape != std::string_view::npos && escape + 3 > part.size())
    part = part.substr(0, escape);
  return fmt::format("{}-{:016x}", part, hash);
}

void make_directories(const fs::path& path) {
  std::error_code error;
  fs::create_directories(path, error);
  if (error) throw UsageError(fmt::format("cannot create {}: {}", path.string(), error.message()));
}

}  // namespace

RunDirectory::RunDirectory(fs::path path) : path_(std::move(path)) {
  // Locking the directory itself needs no extra file. The kernel releases the lock when the process ends.
  lock_ = ::open(path_.c_str(), O_RDONLY | O_DIRECTORY | O_CLOEXEC);
  if (lock_ < 0) throw UsageError(fmt::format("cannot open {}: {}", path_.string(), std::strerror(errno)));
  if (flock(lock_, LOCK_EX | LOCK_NB) != 0 && errno == EWOULDBLOCK) {
    close(lock_);
    throw UsageError(fmt::format("{} is in use by another runner: wait for it, or stop it", path_.string()));
  }
}

RunDirectory::RunDirectory(RunDirectory&& other) noexcept
    : path_(std::move(other.path_)), lock_(std::exchange(other.lock_, -1)) {}

RunDirectory::~RunDirectory() {
  if (lock_ >= 0) close(lock_);
}

RunDirectory RunDirectory::create_under(const fs::path& parent, std::string_view name) {
  const fs::path siblings = parent / file_name_of(name);
  make_directories(siblings);
  while (true) {
    const fs::path path = siblings / time_and_id();
    std::error_code error;
    if (fs::create_directory(path, error)) return RunDirectory(path);
    if (error) throw UsageError(fmt::format("cannot create {}: {}", path.string(), error.message()));
  }
}

RunDirectory RunDirectory::create(const fs::path& path) {
  make_directories(path);
  RunDirectory directory(path);
  if (!fs::is_empty(path)) {
    throw UsageError(fmt::format(
        "{} contains files that are not a run: nothing is overwritten, choose another directory", path.string()));
  }
  return directory;
}

RunDirectory RunDirectory::open(const fs::path& path) {
  require_run(path);
  return RunDirectory(path);
}

bool is_run(const fs::path& path) {
  std::error_code ignored;
  return fs::is_regular_file(path / record_file, ignored);
}

void require_run(const fs::path& path) {
  if (!is_run(path)) throw UsageError(fmt::format("{} is not a run: it has no {}", path.string(), record_file));
}

fs::path newest_run(const fs::path& parent, std::string_view name, const std::function<bool(const fs::path&)>& wanted) {
  std::vector<fs::path> runs;
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(parent / file_name_of(name), ignored)) {
    if (is_run(entry.path())) runs.push_back(entry.path());
  }
  // Names begin with the time, so that they sort by it.
  std::sort(runs.rbegin(), runs.rend());
  const auto found = std::find_if(runs.begin(), runs.end(), wanted);
  return found == runs.end() ? fs::path() : *found;
}

std::string file_name_of(std::string_view name) {
  std::string file;
  for (const unsigned char c : name) {
    const bool plain = (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_' ||
                       c == '-' || c >= 0x80 || (c == '.' && !file.empty());
    file += plain ? std::string(1, static_cast<char>(c)) : fmt::format("%{:02X}", c);
  }
  return file.size() <= longest_name ? file : shortened_name(file);
}

fs::path weights_file(const fs::path& run_directory, const TrialRecord& trial, const RunHeader& header) {
  return run_directory / weights_folder / (file_name_of(trial, header) + ".pt");
}

std::string file_name_of(const TrialRecord& trial, const RunHeader& header) {
  const bool swept = header.points.size() > 1;
  return fmt::format("{}-{}{}", file_name_of(trial.model), trial.seed,
                     swept ? fmt::format("-point{}", trial.point) : "");
}

}  // namespace actlab
