#pragma once

#include <filesystem>
#include <functional>
#include <string>
#include <string_view>

#include "lab/record/trial_record.h"

namespace actlab {

/// The directory of one run, locked by this process for the lifetime of the object. Relative paths stay relative. All
/// functions that open a directory throw UsageError if another process has locked it or it cannot be opened.
class RunDirectory {
 public:
  /// Creates `parent`/<name>/<time>-<id>, with the UTC time to the second and four random hexadecimal digits.
  static RunDirectory create_under(const std::filesystem::path& parent, std::string_view name);

  /// Creates `path`, or uses it if it is an empty directory. Throws UsageError if it contains files.
  static RunDirectory create(const std::filesystem::path& path);

  /// Opens the directory of an existing run. Throws UsageError if `path` has no record.
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

/// Name of the record in a run's directory.
inline constexpr std::string_view record_file = "run.sqlite";

/// Name of the folder of weights in a run's directory.
inline constexpr std::string_view weights_folder = "weights";

/// True if `path` contains a record.
bool is_run(const std::filesystem::path& path);

/// Throws UsageError if `path` contains no record.
void require_run(const std::filesystem::path& path);

/// The newest run under `parent`/<name> for which `wanted` returns true, or an empty path.
std::filesystem::path newest_run(const std::filesystem::path& parent, std::string_view name,
                                 const std::function<bool(const std::filesystem::path&)>& wanted);

/// Converts a name from the config to a file name. Characters that are special in paths or shells become %XX;
/// a long name is cut and gets a hash of all of it.
std::string file_name_of(std::string_view name);

/// The file of a trial's weights.
std::filesystem::path weights_file(const std::filesystem::path& run_directory, const TrialRecord& trial,
                                   const RunHeader& header);

/// The name of a trial's files without extension: "<model>-<seed>", with "-point<point>" in a sweep.
std::string file_name_of(const TrialRecord& trial, const RunHeader& header);

}  // namespace actlab
