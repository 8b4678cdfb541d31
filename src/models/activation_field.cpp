#include <c10/util/Exception.h>
#include <fmt/format.h>
#include <torch/types.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "config/values.h"
#include "core/error.h"
#include "models/config.h"

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
    (*activation)(torch::zeros({2, 2}));  // what a hidden layer gives has two dimensions: softmax's dim must be one
    return activation;
  } catch (const UsageError& error) {
    problems.add(location, path, error.what());
  } catch (const c10::Error& error) {
    problems.add(location, path, error.what_without_backtrace());
  }
  return nullptr;
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
  if (node.is_mapping()) return read_with_parameters(node, path, problems);
  problems.add(node.location, path,
               fmt::format("found {}, expected an activation: a name, or {{name: {{parameter: value}}}}", found(node)));
  return nullptr;
}

Node write_one(const Activation& activation) {
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

json schema_of_one() {
  json names = json::array();
  json with_parameters = json::object();
  for (const ActivationPtr& activation : catalogue()) {
    ParameterFields parameters(*activation);
    json schema = config_schema(parameters.declaration());
    schema["description"] = activation->spec().formula;
    for (const std::string_view name : names_of(activation->spec())) {
      names.push_back(name);
      with_parameters[std::string(name)] = schema;
    }
  }
  json object{{"type", "object"}, {"properties", std::move(with_parameters)}, {"additionalProperties", false}};
  object["minProperties"] = 1;
  object["maxProperties"] = 1;
  return {{"anyOf", {{{"enum", std::move(names)}}, std::move(object)}}};
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
  return "a name, {name: {parameter: value}}, or a list";
}

std::vector<ActivationPtr> ActivationField::for_layers(std::size_t layers) const {
  return is_list_ ? activations_ : std::vector<ActivationPtr>(layers, activations_.front());
}

}  // namespace actlab
