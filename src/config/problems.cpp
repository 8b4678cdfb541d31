#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <tuple>

#include "config/node.h"
#include "core/error.h"

namespace actlab {

void Problems::add(const Location& location, std::string_view path, std::string_view message) {
  const std::string_view separator = path.empty() ? "" : ": ";
  std::pair<Location, std::string> problem(location, fmt::format("{}{}{}", path, separator, message));
  if (std::find(problems_.begin(), problems_.end(), problem) == problems_.end()) problems_.push_back(problem);
}

void Problems::throw_if_any() const {
  if (problems_.empty()) return;
  auto ordered = problems_;
  std::stable_sort(ordered.begin(), ordered.end(), [](const auto& a, const auto& b) {
    const auto key = [](const Location& at) { return std::tuple(at.is_command_line(), at.line, at.column); };
    return key(a.first) < key(b.first);
  });
  std::vector<std::string> lines;
  for (const auto& [location, text] : ordered) lines.push_back(fmt::format("{}: {}", to_string(location), text));
  throw UsageError(fmt::format("{}", fmt::join(lines, "\n")));
}

std::string join_path(std::string_view path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

}  // namespace actlab
