#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <span>
#include <tuple>
#include <utility>

#include "core/error.h"
#include "core/visible.h"
#include "lab/config/node.h"

namespace actlab {
namespace {

constexpr std::size_t max_shown = 20;
constexpr std::size_t max_kept = 1000;

}  // namespace

void Problems::add(const Location& location, std::string_view path, std::string_view message) {
  add({location, std::string(path), std::string(message)});
}

void Problems::add_lines(const Location& location, std::string_view path, std::string_view message) {
  add({location, std::string(path), std::string(message), true});
}

void Problems::add(Problem problem) {
  if (problems_.size() == max_kept) {
    ++omitted_;
    return;
  }
  if (seen_.insert(fmt::format("{}\n{}\n{}", to_string(problem.location), problem.path, problem.message)).second)
    problems_.push_back(std::move(problem));
}

void Problems::add(const Problems& others) {
  for (const Problem& problem : others.problems_) add(problem);
  omitted_ += others.omitted_;
}

bool Problems::concern(std::string_view path) const {
  return omitted_ > 0 || std::any_of(problems_.begin(), problems_.end(),
                                     [&](const Problem& problem) { return is_within(problem.path, path); });
}

void Problems::throw_if_any() const {
  if (problems_.empty()) return;
  auto ordered = problems_;
  std::stable_sort(ordered.begin(), ordered.end(), [](const Problem& a, const Problem& b) {
    const auto key = [](const Location& at) { return std::tuple(at.is_command_line(), at.line, at.column); };
    return key(a.location) < key(b.location);
  });
  std::vector<std::string> lines;
  for (const auto& [location, path, message, has_lines] :
       std::span(ordered).first(std::min(ordered.size(), max_shown))) {
    const std::string place = fmt::format("{}: {}{}", to_string(location), path, path.empty() ? "" : ": ");
    lines.push_back(visible(place) + visible(message, has_lines));
  }
  const std::size_t more = ordered.size() - lines.size() + omitted_;
  if (more > 0) lines.push_back(fmt::format("… and {} more problems", more));
  throw UsageError(fmt::format("{}", fmt::join(lines, "\n")));
}

bool is_within(std::string_view path, std::string_view prefix) {
  if (!path.starts_with(prefix)) return false;
  return path.size() == prefix.size() || path[prefix.size()] == '.' || path[prefix.size()] == '[';
}

std::string join_path(std::string_view path, std::string_view key) {
  return path.empty() ? std::string(key) : fmt::format("{}.{}", path, key);
}

}  // namespace actlab
