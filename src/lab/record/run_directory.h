#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "lab/record/trial_record.h"

namespace actlab {

/// The directory of one run, held by this process alone while it lives. Paths stay as the user gave them, relative or
/// not; the working directory is never changed.
class RunDirectory {
 public:
  /// Makes `parent`/<name>/<stamp>-<id>: the UTC time to the second, and four random hex digits.
  static RunDirectory create_under(const std::filesystem::path& parent, std::string_view name);

  /// Makes `path` itself, or takes an empty directory. Throws UsageError where it holds anything.
  static RunDirectory create(const std::filesystem::path& path);

  /// The directory of a run that was begun. Throws UsageError where `path` is none, or where another process is at it.
  static RunDirectory open(const std::filesystem::path& path);

  RunDirectory(RunDirectory&& other) noexcept;
  RunDirectory& operator=(RunDirectory&&) = delete;
  ~RunDirectory();

  const std::filesystem::path& path() const { return path_; }
  std::filesystem::path operator/(std::string_view file) const { return path_ / file; }

 private:
  explicit RunDirectory(std::filesystem::path path);

  std::filesystem::path path_;
  int lock_ = -1;
};

/// The file that makes a directory a run's.
inline constexpr std::string_view record_file = "run.sqlite";

/// True where `path` holds a run's record.
bool is_run(const std::filesystem::path& path);

/// The newest run under `parent`/<name> for which `wanted` holds, or an empty path.
std::filesystem::path newest_run(const std::filesystem::path& parent, std::string_view name,
                                 const std::function<bool(const std::filesystem::path&)>& wanted);

/// A name of the user's choosing as a file name: what could be a path or trouble a shell becomes %XX.
std::string file_name_of(std::string_view name);

/// What a trial's own files are called, without an ending: "<model>-<seed>", and of a sweep also its point.
std::string file_name_of(const TrialRecord& trial, const RunHeader& header);

}  // namespace actlab
