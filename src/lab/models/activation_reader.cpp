#include "lab/models/activation_reader.h"

#include <fmt/format.h>

#include <algorithm>
#include <utility>
#include <variant>
#include <vector>

#include "core/error.h"
#include "lab/config/values.h"
#include "lab/models/parameter_fields.h"

namespace actlab {
namespace {

// An activation of the catalogue. If there is none, returns nullptr and adds a problem.
ActivationPtr make(std::string_view name, const ParameterValues& values, const Location& location,
                   std::string_view path, Problems& problems) {
  try {
    return make_activation(name, values);
  } catch (const UsageError& error) {
    problems.add(location, path, error.what());
  }
  return nullptr;
}

// The string at `key`. If there is none, returns nullptr and adds a problem.
const std::string* text_of(const Node& node, std::string_view key, std::string_view path, Problems& problems) {
  const Node* value = node.find(key);
  if (value != nullptr && value->is_scalar() && !value->scalar.empty()) return &value->scalar;
  if (value == nullptr)
    problems.add(node.location, join_path(path, key), "missing; this key must be given");
  else
    problems.add(value->location, join_path(path, key), fmt::format("found {}, expected a string", found(*value)));
  return nullptr;
}

bool has_only(const Node& node, std::vector<std::string_view> known, std::string_view path, Problems& problems) {
  bool only_known = true;
  for (const Node::Entry& entry : node.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    problems.add(entry.key_location, join_path(path, entry.key), unknown_name("key", entry.key, known));
    only_known = false;
  }
  return only_known;
}

using Read = std::optional<GivenActivation>;

// {script: x * torch.sigmoid(1.702 * x)}
Read read_script(const Node& node, std::string_view path, Problems& problems) {
  if (node.entries.size() != 1) {
    problems.add(node.location, path,
                 "found other keys beside 'script'; quote a script that contains commas: {script: 'torch.pow(x, 2)'}");
    return std::nullopt;
  }
  const std::string* expression = text_of(node, "script", path, problems);
  if (expression == nullptr) return std::nullopt;
  return GivenActivation{ScriptSource{*expression}, node.entries[0].value.location, join_path(path, "script")};
}

// {plugin: libmine.so, op: my::op, arguments: {name: value}}
Read read_plugin(const Node& node, std::string_view path, Problems& problems) {
  if (!has_only(node, {"plugin", "op", "arguments"}, path, problems)) return std::nullopt;
  const std::string* library = text_of(node, "plugin", path, problems);
  const std::string* op = text_of(node, "op", path, problems);
  if (library == nullptr || op == nullptr) return std::nullopt;
  PluginSource plugin{*library, *op, {}};
  if (const Node* given = node.find("arguments")) {
    if (!given->is_mapping()) {
      problems.add(given->location, join_path(path, "arguments"),
                   fmt::format("found {}, expected a mapping: {{name: value}}", found(*given)));
      return std::nullopt;
    }
    for (const Node::Entry& entry : given->entries)
      plugin.arguments.emplace_back(entry.key, entry.value.is_scalar() ? entry.value.scalar : to_flow(entry.value));
  }
  return GivenActivation{std::move(plugin), node.location, std::string(path)};
}

Read read_named(std::string_view name, const ParameterValues& values, const Location& location, std::string_view path,
                Problems& problems) {
  ActivationPtr activation = make(name, values, location, path, problems);
  if (activation == nullptr) return std::nullopt;
  return GivenActivation{std::move(activation), location, std::string(path)};
}

// {leaky_relu: {negative_slope: 0.1}}
Read read_with_parameters(const Node& node, std::string_view path, Problems& problems) {
  if (const Node* kind = node.find("kind")) {
    problems.add(node.location, path,
                 fmt::format("found the key 'kind'; write {{{}: {{parameter: value}}}}", kind->scalar));
    return std::nullopt;
  }
  if (node.entries.size() != 1) {
    problems.add(
        node.location, path,
        fmt::format("found a mapping with {} keys, expected a single activation: {{name: {{parameter: value}}}}",
                    node.entries.size()));
    return std::nullopt;
  }
  const Node::Entry& entry = node.entries.front();
  const ActivationPtr defaults = make(entry.key, {}, entry.key_location, path, problems);
  if (defaults == nullptr) return std::nullopt;
  ParameterFields parameters(*defaults);
  const std::string below = join_path(path, entry.key);
  read_config(entry.value, parameters.declaration(), problems, below);
  return read_named(entry.key, parameters.values(), entry.value.location, below, problems);
}

Node written(const ActivationPtr& activation) {
  ParameterFields parameters(*activation);
  Node values = write_config(parameters.declaration());
  if (values.entries.empty()) return Node::of(activation->spec().name);
  Node node = Node::mapping();
  node.add(activation->spec().name, std::move(values));
  return node;
}

Node written(const ScriptSource& script) {
  Node node = Node::mapping();
  node.add("script", Node::of(script.expression));
  return node;
}

Node written(const PluginSource& plugin) {
  Node node = Node::mapping();
  node.add("plugin", Node::of(plugin.library.string()));
  node.add("op", Node::of(plugin.op));
  if (plugin.arguments.empty()) return node;
  Node& values = node.add("arguments", Node::mapping());
  for (const auto& [name, text] : plugin.arguments) values.add(name, Node::of(text));
  return node;
}

}  // namespace

std::optional<GivenActivation> read_activation(const Node& node, std::string_view path, Problems& problems) {
  if (node.is_scalar()) return read_named(node.scalar, {}, node.location, path, problems);
  if (node.find("script") != nullptr) return read_script(node, path, problems);
  if (node.find("plugin") != nullptr || node.find("op") != nullptr) return read_plugin(node, path, problems);
  if (node.is_mapping()) return read_with_parameters(node, path, problems);
  problems.add(node.location, path,
               fmt::format("found {}, expected an activation: a name, or {{name: {{parameter: value}}}}", found(node)));
  return std::nullopt;
}

Node write_activation(const GivenActivation& given) {
  return std::visit([](const auto& source) { return written(source); }, given.source);
}

}  // namespace actlab
