#include "lab/models/layers_field.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <nlohmann/json.hpp>
#include <utility>

#include "lab/config/values.h"

namespace actlab {
namespace {

std::vector<double> read_numbers(const Node& node, const std::string& path, Problems& problems) {
  std::vector<double> numbers;
  if (!node.is_sequence() || node.items.empty()) {
    problems.add(node.location, path, fmt::format("found {}, expected a list of numbers", found(node)));
    return numbers;
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    double number = 0;
    read_real(node.items[i], fmt::format("{}[{}]", path, i), any_number, number, problems);
    numbers.push_back(number);
  }
  return numbers;
}

LayerParameters read_layer(const Node& node, const std::string& path, Problems& problems) {
  LayerParameters layer;
  const Node* weight = node.find("weight");
  const Node* bias = node.find("bias");
  if (!node.is_mapping() || node.entries.size() != 2 || weight == nullptr || bias == nullptr) {
    problems.add(node.location, path, "expected {weight: [[…], …], bias: […]}, with one row of weights for each unit");
    return layer;
  }
  layer.bias = read_numbers(*bias, path + ".bias", problems);
  if (!weight->is_sequence() || weight->items.size() != layer.bias.size()) {
    problems.add(weight->location, path + ".weight",
                 fmt::format("found {}, expected a list of {} rows, one for each bias",
                             weight->is_sequence() ? fmt::format("{} rows", weight->items.size()) : found(*weight),
                             layer.bias.size()));
    return layer;
  }
  for (std::size_t i = 0; i < weight->items.size(); ++i) {
    const std::string row_path = fmt::format("{}.weight[{}]", path, i);
    layer.weight.push_back(read_numbers(weight->items[i], row_path, problems));
    if (layer.weight[i].size() == layer.weight[0].size()) continue;
    problems.add(weight->items[i].location, row_path,
                 fmt::format("found {} weights, but the first row has {}; all units have the same number of inputs",
                             layer.weight[i].size(), layer.weight[0].size()));
  }
  return layer;
}

Node numbers_node(const std::vector<double>& numbers) {
  std::vector<Node> items;
  for (const double number : numbers) items.push_back(Node::real(number));
  return Node::sequence(std::move(items));
}

}  // namespace

void LayersField::read(const Node& node, std::string_view path, Problems& problems) {
  if (!node.is_sequence() || node.items.empty()) {
    problems.add(node.location, path, fmt::format("found {}, expected {}", found(node), allowed()));
    return;
  }
  layers_.clear();
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    layers_.push_back(read_layer(node.items[i], fmt::format("{}[{}]", path, i), problems));
  }
}

Node LayersField::write() const {
  std::vector<Node> layers;
  for (const LayerParameters& layer : layers_) {
    std::vector<Node> rows;
    for (const std::vector<double>& row : layer.weight) rows.push_back(numbers_node(row));
    Node& node = layers.emplace_back(Node::mapping());
    node.add("weight", Node::sequence(std::move(rows)));
    node.add("bias", numbers_node(layer.bias));
  }
  return Node::sequence(std::move(layers));
}

nlohmann::json LayersField::schema() const {
  const nlohmann::json numbers = {{"type", "array"}, {"minItems", 1}, {"items", {{"type", "number"}}}};
  const nlohmann::json layer = {
      {"type", "object"},
      {"required", {"weight", "bias"}},
      {"additionalProperties", false},
      {"properties", {{"weight", {{"type", "array"}, {"minItems", 1}, {"items", numbers}}}, {"bias", numbers}}}};
  return {{"type", "array"}, {"minItems", 1}, {"items", layer}};
}

std::string LayersField::allowed() const {
  return "a list of layers, each {weight: [[…], …], bias: […]}";
}

std::optional<std::string> LayersField::shape_mismatch(const std::vector<std::int64_t>& widths) const {
  std::vector<std::int64_t> found;
  for (const LayerParameters& layer : layers_) {
    if (!found.empty() && found.back() != layer.inputs()) {
      return fmt::format("a layer has {} inputs, but the layer before it has {} outputs", layer.inputs(), found.back());
    }
    if (found.empty()) found.push_back(layer.inputs());
    found.push_back(layer.outputs());
  }
  if (found == widths) return std::nullopt;
  return fmt::format("found the weights of a {} network, but the data and `hidden` need {}", fmt::join(found, "-"),
                     fmt::join(widths, "-"));
}

}  // namespace actlab
