#include "lab/experiment/wildcards.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <string>
#include <string_view>

#include "core/error.h"

namespace actlab {
namespace {

// A star first stands for nothing. Where the rest does not match, the last star takes one more character: no earlier
// one needs to change, so this takes at most pattern times name steps.
bool matches(std::string_view pattern, std::string_view name) {
  std::size_t p = 0, n = 0, after_star = 0, retry = 0;
  while (n < name.size()) {
    if (p < pattern.size() && pattern[p] == '*') {
      after_star = ++p;
      retry = n;
    } else if (p < pattern.size() && pattern[p] == name[n]) {
      ++p;
      ++n;
    } else if (after_star > 0) {
      p = after_star;
      n = ++retry;
    } else {
      return false;
    }
  }
  return pattern.find_first_not_of('*', p) == pattern.npos;
}

std::vector<std::string> model_names(const Node& root) {
  std::vector<std::string> names;
  if (const Node* models = root.find("models")) {
    for (const Node::Entry& entry : models->entries) names.push_back(entry.key);
  }
  return names;
}

}  // namespace

std::vector<Override> expand_wildcards(const Node& root, const std::vector<Override>& changes, Problems& problems) {
  constexpr std::string_view prefix = "models.";
  const std::vector<std::string> names = model_names(root);
  std::vector<Override> expanded;
  for (const Override& change : changes) {
    const std::string_view rest = std::string_view(change.path).substr(std::min(prefix.size(), change.path.size()));
    const std::string_view pattern = rest.substr(0, rest.find('.'));
    const bool is_name =
        std::any_of(names.begin(), names.end(), [&](const std::string& name) { return is_within(rest, name); });
    if (!change.path.starts_with(prefix) || pattern.find('*') == std::string_view::npos || is_name) {
      expanded.push_back(change);
      continue;
    }
    bool found = false;
    for (const std::string& name : names) {
      if (!matches(pattern, name)) continue;
      found = true;
      Override one = change;
      one.path = fmt::format("{}{}{}", prefix, name, rest.substr(pattern.size()));
      const auto is_same = [&](const Override& other) { return other.path == one.path; };
      if (std::none_of(changes.begin(), changes.end(), is_same)) expanded.push_back(std::move(one));
    }
    if (!found)
      problems.add(change.location, change.path,
                   fmt::format("no model has a name like '{}'. Known: {}", pattern, fmt::join(names, ", ")));
  }
  return expanded;
}

bool names_known_model(const Node& root, const Override& change, Problems& problems) {
  constexpr std::string_view prefix = "models.";
  const Node* models = root.find("models");
  if (!change.path.starts_with(prefix) || models == nullptr) return true;
  const std::string_view rest = std::string_view(change.path).substr(prefix.size());
  std::vector<std::string_view> names;
  for (const Node::Entry& entry : models->entries) {
    if (is_within(rest, entry.key)) return true;
    names.push_back(entry.key);
  }
  // A mapping of all its fields adds a model on purpose.
  if (change.value.is_mapping() && rest.find('.') == std::string_view::npos) return true;
  problems.add(change.location, change.path, unknown_name("model", rest.substr(0, rest.find('.')), names));
  return false;
}

}  // namespace actlab
