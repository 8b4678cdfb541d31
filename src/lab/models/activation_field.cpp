#include "lab/models/activation_field.h"

#include <fmt/format.h>

#include <algorithm>
#include <nlohmann/json.hpp>
#include <optional>
#include <stdexcept>
#include <utility>

#include "lab/models/activation_reader.h"
#include "lab/models/parameter_fields.h"

namespace actlab {
namespace {

using nlohmann::json;

std::vector<std::string_view> names_of(const Spec& spec) {
  std::vector<std::string_view> names{spec.name};
  for (const std::string_view alias : spec.aliases) {
    if (!alias.empty()) names.push_back(alias);
  }
  return names;
}

json script_schema() {
  return {{"type", "object"},
          {"description", "a TorchScript expression of x; trained by the eager engine"},
          {"properties", {{"script", {{"type", "string"}}}}},
          {"required", json::array({"script"})},
          {"additionalProperties", false}};
}

json plugin_schema() {
  return {
      {"type", "object"},
      {"description", "an operator that a shared library registers with TORCH_LIBRARY; trained by the eager engine"},
      {"properties",
       {{"plugin", {{"type", "string"}, {"description", "file name of the library; relative to the config"}}},
        {"op", {{"type", "string"}, {"description", "namespace::operator"}}},
        {"arguments", {{"type", "object"}, {"description", "arguments other than the tensor, by name"}}}}},
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

ActivationField::ActivationField() {
  set({{make_activation("relu"), {}, {}}});
}

void ActivationField::set(std::vector<GivenActivation> given) {
  given_ = std::move(given);
  resolve([](const GivenActivation& one) {
    const auto* activation = std::get_if<ActivationPtr>(&one.source);
    return activation == nullptr ? nullptr : *activation;
  });
}

void ActivationField::resolve(const std::function<ActivationPtr(const GivenActivation&)>& make) {
  activations_.clear();
  for (const GivenActivation& given : given_) activations_.push_back(make(given));
}

void ActivationField::read(const Node& node, std::string_view path, Problems& problems) {
  std::vector<std::optional<GivenActivation>> read;
  if (node.is_sequence()) {
    for (std::size_t i = 0; i < node.items.size(); ++i)
      read.push_back(read_activation(node.items[i], fmt::format("{}[{}]", path, i), problems));
  } else {
    read.push_back(read_activation(node, path, problems));
  }
  std::vector<GivenActivation> given;
  for (std::optional<GivenActivation>& one : read) {
    if (!one) return;
    given.push_back(*std::move(one));
  }
  is_list_ = node.is_sequence();
  set(std::move(given));
}

Node ActivationField::write() const {
  if (!is_list_) return write_activation(given_.front());
  std::vector<Node> items;
  for (const GivenActivation& given : given_) items.push_back(write_activation(given));
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
  if (std::find(activations_.begin(), activations_.end(), nullptr) != activations_.end())
    throw std::logic_error("an activation was used before it was resolved");
  return is_list_ ? activations_ : std::vector<ActivationPtr>(layers, activations_.front());
}

}  // namespace actlab
