#include <fmt/format.h>

#include <algorithm>
#include <tuple>

#include "core/error.h"
#include "lab/config/node.h"
#include "lab/config/values.h"
#include "lab/config/yaml_reader.h"

namespace actlab {
namespace {

// Splits "a.b.c" after the first key: a key of the mapping that matches, or the text before the first dot.
std::pair<std::string_view, std::string_view> split_path(const Node& node, std::string_view path) {
  std::size_t length = std::min(path.find('.'), path.size());
  for (const Node::Entry& entry : node.entries) {
    const std::string_view key = entry.key;
    const bool matches = path.starts_with(key) && (path.size() == key.size() || path[key.size()] == '.');
    if (matches) length = std::max(length, key.size());
  }
  return {path.substr(0, length), path.substr(std::min(length + 1, path.size()))};
}

// Turns `optimizer: adam` into `optimizer: {kind: adam, ...}` so that a key can be added; see Node::scalar.
void make_mapping(Node& node, const Location& location) {
  if (node.is_mapping()) return;
  if (node.kind == Node::Kind::null) node.location = location;
  node.kind = Node::Kind::mapping;
}

// The fields beside a kind belong to it, so they are removed with it.
void drop_fields_of_another_kind(Node& node, const Node& kind) {
  const Node* old = node.find("kind");
  const std::string& old_kind = old != nullptr ? old->scalar : node.scalar;
  if (old_kind == kind.scalar) return;
  node.entries.clear();
  node.scalar.clear();
}

void set_key(Node& node, std::string_view key, const Location& key_location, const Node& value) {
  if (key == "kind" && value.is_scalar()) drop_fields_of_another_kind(node, value);
  const auto at = std::find_if(node.entries.begin(), node.entries.end(), [&](const auto& e) { return e.key == key; });
  if (at == node.entries.end()) {
    node.entries.push_back({std::string(key), key_location, value});
  } else {
    at->key_location = key_location;
    at->value = value;
  }
}

bool has_empty_key(std::string_view path) {
  return path.empty() || path.starts_with('.') || path.ends_with('.') || path.find("..") != std::string_view::npos;
}

std::string_view trim(std::string_view text) {
  const std::size_t first = text.find_first_not_of(" \t");
  if (first == std::string_view::npos) return {};
  return text.substr(first, text.find_last_not_of(" \t") - first + 1);
}

// Shorter paths first, so that a mapping is set before its contents; "kind" before its siblings.
auto order_of(const Override& o) {
  const auto depth = std::count(o.path.begin(), o.path.end(), '.');
  return std::tuple(depth, o.path != "kind" && !o.path.ends_with(".kind"));
}

}  // namespace

std::vector<Override> parse_overrides(const std::vector<std::string>& assignments, Problems& problems) {
  std::vector<Override> overrides;
  for (const std::string& assignment : assignments) {
    const Location location{fmt::format("command line: '{}'", assignment)};
    const std::size_t equals = assignment.find('=');
    const std::string path(trim(std::string_view(assignment).substr(0, equals)));
    if (equals == std::string::npos || has_empty_key(path)) {
      problems.add(location, "", "expected key.path=value, as in training.epochs=200");
      continue;
    }
    try {
      Node value = parse_document(assignment.substr(equals + 1), location, problems);
      value.location = location;
      overrides.push_back({path, location, std::move(value)});
    } catch (const UsageError& error) {
      problems.add(location, path,
                   fmt::format("the value is not valid YAML; quote it for the shell if it contains "
                               "brackets or spaces, as in 'seeds=[1, 2]'"));
    }
  }
  return overrides;
}

void apply_overrides(Node& root, std::vector<Override> overrides, Problems& problems) {
  std::stable_sort(overrides.begin(), overrides.end(),
                   [](const Override& a, const Override& b) { return order_of(a) < order_of(b); });
  for (std::size_t i = 0; i < overrides.size(); ++i) {
    const Override& o = overrides[i];
    const auto same = [&](const Override& other) { return other.path == o.path; };
    const auto earlier = std::find_if(overrides.begin(), overrides.begin() + static_cast<std::ptrdiff_t>(i), same);
    if (earlier != overrides.begin() + static_cast<std::ptrdiff_t>(i)) {
      problems.add(o.location, o.path, fmt::format("given twice; also by {}", earlier->location.source.text()));
      continue;
    }
    set_path(root, o, problems);
  }
}

void set_path(Node& root, const Override& change, Problems& problems) {
  const std::string_view path = change.path;
  Node* node = &root;
  std::string_view rest = path;
  while (true) {
    if (node->is_sequence()) {
      const std::string_view list = path.substr(0, path.size() - rest.size() - 1);
      problems.add(change.location, path,
                   fmt::format("{} is a list, whose items have no keys; give the whole list", list));
      return;
    }
    make_mapping(*node, change.location);
    const auto [key, after] = split_path(*node, rest);
    if (after.empty()) return set_key(*node, key, change.location, change.value);
    Node* next = node->find(key);
    if (next == nullptr) {
      Node made = Node::mapping();
      made.location = change.location;
      next = &node->add(key, std::move(made));
    }
    node = next;
    rest = after;
  }
}

Location locate(const Node& root, std::string_view path) {
  const Node* node = &root;
  while (!path.empty() && node->is_mapping()) {
    const auto [key, after] = split_path(*node, path);
    const Node* next = node->find(key);
    if (next == nullptr) break;
    node = next;
    path = after;
  }
  return node->location;
}

Node with_locations(Node node, const Node& source) {
  node.location = source.location;
  for (Node::Entry& entry : node.entries) {
    const auto at = std::find_if(source.entries.begin(), source.entries.end(),
                                 [&](const Node::Entry& other) { return other.key == entry.key; });
    const bool is_written = at != source.entries.end();
    Node unwritten;
    unwritten.location = source.location;
    entry.key_location = is_written ? at->key_location : source.location;
    entry.value = with_locations(std::move(entry.value), is_written ? at->value : unwritten);
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    Node unwritten;
    unwritten.location = source.location;
    node.items[i] = with_locations(std::move(node.items[i]), i < source.items.size() ? source.items[i] : unwritten);
  }
  return node;
}

}  // namespace actlab
