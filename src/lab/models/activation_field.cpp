#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <utility>

#include "core/error.h"
#include "lab/config/values.h"
#include "lab/models/config.h"
#include "lab/models/outside_activation.h"

namespace actlab {
namespace {

using nlohmann::json;

// Declares an activation's parameters as the fields of a config.
class ParameterFields {
 public:
  explicit ParameterFields(const Activation& activation) : parameters_(activation.parameters()) {}

  void declare(Fields& fields) {
    for (Parameter& parameter : parameters_) {
      if (auto* real = std::get_if<double>(&parameter.value))
        fields.real(parameter.name, *real, any_number, parameter.help);
      else if (auto* integer = std::get_if<std::int64_t>(&parameter.value))
        fields.integer(parameter.name, *integer, any_number, parameter.help);
      else if (auto* flag = std::get_if<bool>(&parameter.value))
        fields.boolean(parameter.name, *flag, parameter.help);
      else
        fields.choice(parameter.name, std::get<std::string>(parameter.value), parameter.choices, parameter.help);
    }
  }
  Declaration declaration() {
    return [this](Fields& fields) { declare(fields); };
  }
  ParameterValues values() const {
    ParameterValues values;
    for (const Parameter& parameter : parameters_) values.emplace_back(parameter.name, parameter.value);
    return values;
  }

 private:
  std::vector<Parameter> parameters_;
};

// The activation, or nothing and a problem at `location`.
ActivationPtr make(std::string_view name, const ParameterValues& values, const Location& location,
                   std::string_view path, Problems& problems) {
  try {
    ActivationPtr activation = make_activation(name, values);
    // An element-wise formula takes whatever it is given; a dimension or a range of draws may be wrong.
    if (activation->is_row_wise() || activation->is_random()) try_on_tensors(*activation);
    return activation;
  } catch (const UsageError& error) {
    problems.add(location, path, error.what());
  }
  return nullptr;
}

// What `make` gives, or nothing and what it says as a problem.
template <class Make>
ActivationPtr guarded(const Location& location, std::string_view path, Problems& problems, const Make& make) {
  try {
    return make();
  } catch (const UsageError& error) {
    problems.add(location, path, error.what());
  }
  return nullptr;
}

// The text under `key`; nothing and a problem where there is none.
const std::string* text_of(const Node& node, std::string_view key, std::string_view path, Problems& problems) {
  const Node* value = node.find(key);
  if (value != nullptr && value->is_scalar() && !value->scalar.empty()) return &value->scalar;
  if (value == nullptr)
    problems.add(node.location, join_path(path, key), "missing; this key must be given");
  else
    problems.add(value->location, join_path(path, key), fmt::format("found {}, expected a text", found(*value)));
  return nullptr;
}

bool has_only(const Node& node, std::vector<std::string_view> known, std::string_view path, Problems& problems) {
  bool has = true;
  for (const Node::Entry& entry : node.entries) {
    if (std::find(known.begin(), known.end(), entry.key) != known.end()) continue;
    problems.add(entry.key_location, join_path(path, entry.key), unknown_name("key", entry.key, known));
    has = false;
  }
  return has;
}

// {script: x * torch.sigmoid(1.702 * x)}
ActivationPtr read_script(const Node& node, std::string_view path, Problems& problems) {
  if (node.entries.size() != 1) {
    problems.add(node.location, path,
                 "found other keys beside 'script'; a script with commas is to be quoted: {script: 'torch.pow(x, 2)'}");
    return nullptr;
  }
  const std::string* expression = text_of(node, "script", path, problems);
  if (expression == nullptr) return nullptr;
  return guarded(node.entries[0].value.location, join_path(path, "script"), problems,
                 [&] { return make_script_activation(*expression); });
}

// {plugin: libmine.so, op: my::op}, and the operator's other arguments where it has some.
ActivationPtr read_plugin(const Node& node, std::string_view path, Problems& problems) {
  if (!has_only(node, {"plugin", "op", "arguments"}, path, problems)) return nullptr;
  const std::string* library = text_of(node, "plugin", path, problems);
  const std::string* op = text_of(node, "op", path, problems);
  if (library == nullptr || op == nullptr) return nullptr;
  ArgumentTexts arguments;
  if (const Node* given = node.find("arguments")) {
    if (!given->is_mapping()) {
      problems.add(given->location, join_path(path, "arguments"),
                   fmt::format("found {}, expected a mapping: {{name: value}}", found(*given)));
      return nullptr;
    }
    for (const Node::Entry& entry : given->entries)
      arguments.emplace_back(entry.key, entry.value.is_scalar() ? entry.value.scalar : to_flow(entry.value));
  }
  return guarded(node.location, path, problems, [&] { return make_plugin_activation(*library, *op, arguments); });
}

// {leaky_relu: {negative_slope: 0.1}}
ActivationPtr read_with_parameters(const Node& node, std::string_view path, Problems& problems) {
  if (const Node* kind = node.find("kind")) {
    problems.add(node.location, path,
                 fmt::format("found the key 'kind'; write {{{}: {{parameter: value}}}}", kind->scalar));
    return nullptr;
  }
  if (node.entries.size() != 1) {
    problems.add(node.location, path,
                 fmt::format("found a mapping of {} keys, expected one activation: {{name: {{parameter: value}}}}",
                             node.entries.size()));
    return nullptr;
  }
  const Node::Entry& entry = node.entries.front();
  const ActivationPtr defaults = make(entry.key, {}, entry.key_location, path, problems);
  if (defaults == nullptr) return nullptr;
  ParameterFields parameters(*defaults);
  read_config(entry.value, parameters.declaration(), problems, join_path(path, entry.key));
  return make(entry.key, parameters.values(), entry.value.location, join_path(path, entry.key), problems);
}

ActivationPtr read_one(const Node& node, std::string_view path, Problems& problems) {
  if (node.is_scalar()) return make(node.scalar, {}, node.location, path, problems);
  if (node.find("script") != nullptr) return read_script(node, path, problems);
  if (node.find("plugin") != nullptr || node.find("op") != nullptr) return read_plugin(node, path, problems);
  if (node.is_mapping()) return read_with_parameters(node, path, problems);
  problems.add(node.location, path,
               fmt::format("found {}, expected an activation: a name, or {{name: {{parameter: value}}}}", found(node)));
  return nullptr;
}

Node write_one(const Activation& activation) {
  if (const auto* outside = dynamic_cast<const OutsideActivation*>(&activation)) return outside->written();
  ParameterFields parameters(activation);
  Node values = write_config(parameters.declaration());
  if (values.entries.empty()) return Node::of(activation.spec().name);
  Node node = Node::mapping();
  node.add(activation.spec().name, std::move(values));
  return node;
}

std::vector<std::string_view> names_of(const Spec& spec) {
  std::vector<std::string_view> names{spec.name};
  for (const std::string_view alias : spec.aliases) {
    if (!alias.empty()) names.push_back(alias);
  }
  return names;
}

json script_schema() {
  return {{"type", "object"},
          {"description", "an expression of x in TorchScript; trained by the eager engine"},
          {"properties", {{"script", {{"type", "string"}}}}},
          {"required", json::array({"script"})},
          {"additionalProperties", false}};
}

json plugin_schema() {
  return {
      {"type", "object"},
      {"description", "an operator that a shared library registers with TORCH_LIBRARY; trained by the eager engine"},
      {"properties",
       {{"plugin", {{"type", "string"}, {"description", "the library; a relative path starts at the config's"}}},
        {"op", {{"type", "string"}, {"description", "namespace::operator"}}},
        {"arguments", {{"type", "object"}, {"description", "what it takes besides the tensor, by name"}}}}},
      {"required", json::array({"plugin", "op"})},
      {"additionalProperties", false}};
}

json schema_of_one() {
  json names = json::array();
  json with_parameters = json::object();
  for (const ActivationPtr& activation : catalogue()) {
    ParameterFields parameters(*activation);
    json schema = config_schema(parameters.declaration());
    schema["description"] = activation->formula_text();
    for (const std::string_view name : names_of(activation->spec())) {
      names.push_back(name);
      with_parameters[std::string(name)] = schema;
    }
  }
  json object{{"type", "object"}, {"properties", std::move(with_parameters)}, {"additionalProperties", false}};
  object["minProperties"] = 1;
  object["maxProperties"] = 1;
  return {{"anyOf", {{{"enum", std::move(names)}}, std::move(object), script_schema(), plugin_schema()}}};
}

}  // namespace

ActivationField::ActivationField() : activations_{make_activation("relu")} {}

void ActivationField::read(const Node& node, std::string_view path, Problems& problems) {
  std::vector<ActivationPtr> activations;
  if (node.is_sequence()) {
    for (std::size_t i = 0; i < node.items.size(); ++i) {
      activations.push_back(read_one(node.items[i], fmt::format("{}[{}]", path, i), problems));
    }
  } else {
    activations.push_back(read_one(node, path, problems));
  }
  for (const ActivationPtr& activation : activations) {
    if (activation == nullptr) return;
  }
  is_list_ = node.is_sequence();
  activations_ = std::move(activations);
}

Node ActivationField::write() const {
  if (!is_list_) return write_one(*activations_.front());
  std::vector<Node> items;
  for (const ActivationPtr& activation : activations_) items.push_back(write_one(*activation));
  return Node::sequence(std::move(items));
}

json ActivationField::schema() const {
  json schema = schema_of_one();
  json list{{"type", "array"}, {"items", schema}};
  schema["anyOf"].push_back(std::move(list));
  schema["default"] = "relu";
  return schema;
}

std::string ActivationField::allowed() const {
  return "a name, {name: {parameter: value}}, {script: ...}, {plugin: ..., op: ...}, or a list";
}

std::vector<ActivationPtr> ActivationField::for_layers(std::size_t layers) const {
  return is_list_ ? activations_ : std::vector<ActivationPtr>(layers, activations_.front());
}

}  // namespace actlab
