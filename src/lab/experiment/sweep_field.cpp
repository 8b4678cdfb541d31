#include "lab/experiment/sweep_field.h"

#include <fmt/format.h>

#include <array>
#include <nlohmann/json.hpp>
#include <unordered_set>
#include <utility>

#include "lab/config/values.h"

namespace actlab {
namespace {

using nlohmann::json;

void read_values(const Node& node, std::string_view path, std::vector<Node>& values, Problems& problems,
                 bool repeats = false) {
  if (!node.is_sequence() || node.items.empty()) {
    const std::string what = node.is_sequence() ? "an empty list" : found(node);
    const std::string hint = node.is_scalar() ? fmt::format(": [{}]", node.scalar) : "";
    problems.add(node.location, path, fmt::format("found {}, expected a list of values{}", what, hint));
    return;
  }
  std::unordered_set<std::string> seen;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const std::string text = to_flow(portable(node.items[i]));
    if (!seen.insert(text).second && !repeats)
      problems.add(node.items[i].location, fmt::format("{}[{}]", path, i), fmt::format("{} occurs twice", text));
  }
  for (const Node& item : node.items) values.push_back(portable(item));
}

// Escapes a key for a JSON pointer (RFC 6901).
std::string pointer_key(std::string key) {
  for (std::size_t at = 0; (at = key.find_first_of("~/", at)) != std::string::npos; at += 2) {
    key.replace(at, 1, key[at] == '~' ? "~0" : "~1");
  }
  return key;
}

// Collects references to the schemas of all fields below a schema, by path.
struct SchemaWalk {
  json properties = json::object();
  json patterns = json::object();

  void fields_of(const json& schema, const std::string& path, const std::string& reference, bool is_pattern) {
    if (schema.contains("properties")) {
      for (const auto& [key, field] : schema["properties"].items()) {
        const std::string at = path.empty() ? key : path + (is_pattern ? "\\." : ".") + key;
        if (!unsweepable_reason(at).empty() && at != "models") continue;
        visit(field, at, fmt::format("{}/properties/{}", reference, pointer_key(key)), is_pattern);
      }
    }
    if (schema.contains("anyOf")) {
      for (std::size_t i = 0; i < schema["anyOf"].size(); ++i) {
        fields_of(schema["anyOf"][i], path, fmt::format("{}/anyOf/{}", reference, i), is_pattern);
      }
    }
    if (schema.contains("additionalProperties") && schema["additionalProperties"].is_object()) {
      // A path must match all patterns that fit, so the pattern of a whole entry must not match its fields.
      const std::string named = reference + "/additionalProperties";
      add(path + "\\.[^.]+", named, true);
      fields_of(schema["additionalProperties"], path + "\\..+", named, true);
    }
  }

 private:
  void visit(const json& schema, const std::string& path, const std::string& reference, bool is_pattern) {
    if (path != "models") add(path, reference, is_pattern);
    fields_of(schema, path, reference, is_pattern);
  }

  // If several kinds have the path (training.optimizer.lr), any of their schemas may match.
  void add(const std::string& path, const std::string& reference, bool is_pattern) {
    json& target = is_pattern ? patterns["^" + path + "$"] : properties[path];
    if (target.is_null()) target = {{"type", "array"}, {"minItems", 1}, {"items", {{"anyOf", json::array()}}}};
    target["items"]["anyOf"].push_back({{"$ref", reference}});
  }
};

}  // namespace

std::string_view unsweepable_reason(std::string_view path) {
  struct Reason {
    std::string_view key, text;
  };
  constexpr std::array<Reason, 7> reasons{{
      {"name", "a sweep is one run, which has one name"},
      {"seeds", "every point of a sweep is trained with every seed"},
      {"sweep", "sweeps cannot be nested; all keys of a sweep are combined"},
      {"engine", "it does not change what is computed"},
      {"instruction_set", "it does not change what is computed"},
      {"record", "it applies to the record of the whole run"},
      {"statistics", "it applies to the tables of the whole run"},
  }};
  for (const Reason& reason : reasons) {
    if (is_within(path, reason.key)) return reason.text;
  }
  return path == "models" ? "all models are compared anyway; sweep over a field of a model" : "";
}

void SweepField::read(const Node& node, std::string_view path, Problems& problems) {
  if (!node.is_mapping()) {
    problems.add(node.location, path,
                 fmt::format("found {}, expected a mapping from keys to lists of values, as in "
                             "{{training.optimizer.lr: [0.1, 0.01]}}",
                             found(node)));
    return;
  }
  axes_.clear();
  for (const Node::Entry& entry : node.entries) {
    const bool is_zip = entry.key == "zip" && entry.value.is_mapping();
    if (is_zip) {
      read_zip(entry.value, join_path(path, entry.key), problems);
      continue;
    }
    axes_.push_back({entry.key, entry.key_location, {}});
    read_values(entry.value, join_path(path, entry.key), axes_.back().values, problems);
  }
}

void SweepField::read_zip(const Node& node, std::string_view path, Problems& problems) {
  const std::size_t first = axes_.size();
  for (const Node::Entry& entry : node.entries) {
    axes_.push_back({entry.key, entry.key_location, {}, true});
    read_values(entry.value, join_path(path, entry.key), axes_.back().values, problems, /*repeats=*/true);
    const std::size_t expected = axes_[first].values.size(), given = axes_.back().values.size();
    if (given == expected) continue;
    problems.add(entry.value.location, join_path(path, entry.key),
                 fmt::format("found {} values, but {} has {}; keys below zip need equally many", given,
                             axes_[first].path, expected));
    axes_.back().values.clear();  // no points can be made
  }
}

Node SweepField::write() const {
  Node node = Node::mapping();
  for (const SweepAxis& axis : axes_) {
    Node* parent = &node;
    if (axis.is_zipped) {
      parent = node.find("zip");
      if (parent == nullptr) parent = &node.add("zip", Node::mapping());
    }
    parent->add(axis.path, Node::sequence(axis.values));
  }
  return node;
}

json SweepField::schema() const {
  return {{"type", "object"}, {"additionalProperties", {{"type", "array"}, {"minItems", 1}}}};
}

std::string SweepField::allowed() const {
  return "{key.path: [value, ...]}; keys below zip move together: {zip: {a: [1, 2], b: [3, 4]}}";
}

json sweep_schema(const json& config) {
  SchemaWalk walk;
  walk.fields_of(config, "", "#", false);
  walk.properties["zip"] = {{"type", "object"},
                            {"description", "keys that move together, with equally many values"},
                            {"properties", walk.properties},
                            {"patternProperties", walk.patterns},
                            {"additionalProperties", false}};
  return {{"type", "object"},
          {"properties", std::move(walk.properties)},
          {"patternProperties", std::move(walk.patterns)},
          {"additionalProperties", false}};
}

}  // namespace actlab
