#include "app/cli/config_argument.h"

#include <fmt/format.h>

#include <filesystem>
#include <string_view>
#include <system_error>
#include <vector>

#include "core/error.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

void add_config_files(const fs::path& directory, std::vector<std::string>& names) {
  std::error_code ignored;
  for (const auto& entry : fs::directory_iterator(directory.empty() ? "." : directory, ignored)) {
    const fs::path extension = entry.path().extension();
    if (extension == ".yaml" || extension == ".yml") names.push_back((directory / entry.path().filename()).string());
  }
}

std::vector<std::string> possible_names(const std::string& argument, std::span<const Verb> verbs) {
  std::vector<std::string> names;
  for (const Verb& verb : verbs) names.emplace_back(verb.name);
  add_config_files(fs::path(argument).parent_path(), names);
  return names;
}

}  // namespace

void check_config_argument(const std::string& argument, std::span<const Verb> verbs) {
  std::error_code ignored;
  if (fs::is_regular_file(argument, ignored) || fs::is_fifo(argument, ignored)) return;
  if (argument.find('=') != std::string::npos && !fs::exists(argument, ignored)) {
    throw UsageError(fmt::format("'{}' is not a config file; give the config file first: runner CONFIG.yaml {}",
                                 argument, argument));
  }
  if (fs::is_directory(argument, ignored)) {
    throw UsageError(fmt::format("'{}' is a directory; expected a config file", argument));
  }
  const std::vector<std::string> names = possible_names(argument, verbs);
  const std::string_view near = nearest_name(argument, std::vector<std::string_view>(names.begin(), names.end()));
  const std::string hint = near.empty() ? "see runner --help" : fmt::format("did you mean '{}'?", near);
  throw UsageError(fmt::format("'{}' is neither a config file nor a command: {}", argument, hint));
}

}  // namespace actlab
