#include "lab/record/provenance.h"

#include <fmt/chrono.h>
#include <sys/utsname.h>

#include <ctime>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string_view>

#include "core/version.h"

namespace actlab {
namespace {

// The value of the first line "key<separator>value" of a system file, or `fallback` if there is none.
std::string value_in(const char* file, std::string_view key, char separator, std::string fallback) {
  std::ifstream stream(file);
  for (std::string line; std::getline(stream, line);) {
    const std::size_t at = line.find(separator);
    if (!line.starts_with(key) || at == std::string::npos) continue;
    const std::size_t first = line.find_first_not_of(" \t\"", at + 1);
    if (first == std::string::npos) break;
    return line.substr(first, line.find_last_not_of(" \t\"") - first + 1);
  }
  return fallback;
}

}  // namespace

std::string provenance(const Invocation& invocation) {
  utsname system{};
  uname(&system);
  nlohmann::ordered_json json;
  json["started"] = fmt::format("{:%Y-%m-%dT%H:%M:%SZ}", fmt::gmtime(std::time(nullptr)));
  json["command"] = invocation.command;
  json["version"] = version();
  json["commit"] = git_describe();
  json["compiler"] = compiler();
  json["libtorch"] = libtorch();
  json["cpu"] = value_in("/proc/cpuinfo", "model name", ':', system.machine);
  json["instruction_set"] = invocation.instruction_set;
  json["os"] = fmt::format("{}, {} {}", value_in("/etc/os-release", "PRETTY_NAME", '=', "unknown distribution"),
                           system.sysname, system.release);
  json["jobs"] = invocation.jobs;
  json["threads_per_trial"] = 1;
  json["seeds"] = invocation.seeds;
  // The command line may contain invalid UTF-8.
  return json.dump(-1, ' ', false, nlohmann::ordered_json::error_handler_t::replace);
}

}  // namespace actlab
