#include "lab/tabulate/config.h"

#include <fmt/format.h>

#include <fstream>
#include <nlohmann/json.hpp>
#include <optional>
#include <sstream>
#include <string_view>
#include <utility>

#include "core/error.h"
#include "lab/config/values.h"

namespace actlab {
namespace {

constexpr std::int64_t max_points = 100'000;

/// {from: -5, to: 5, points: 11}
struct EvenRange {
  double from = -5;
  double to = 5;
  std::int64_t points = 11;

  void declare(Fields& fields) {
    fields.real("from", from, any_number, "first value");
    fields.required();
    fields.real("to", to, any_number, "last value");
    fields.required();
    fields.integer("points", points, between(2, max_points), "number of values, evenly spaced");
  }
  std::vector<double> values() const {
    std::vector<double> values;
    for (std::int64_t i = 0; i < points; ++i) {
      values.push_back(from + (to - from) * static_cast<double>(i) / static_cast<double>(points - 1));
    }
    return values;
  }
};

std::vector<double> read_line(const Node& node, const std::string& path, Problems& problems) {
  std::vector<double> line;
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    double number = 0;
    read_real(node.items[i], fmt::format("{}[{}]", path, i), any_number, number, problems);
    line.push_back(number);
  }
  return line;
}

// The top level of the file.
struct TabulationFile {
  TabulateConfig config;
  void declare(Fields& fields) {
    fields.text("name", config.name, "name of the run's directory");
    fields.section("tabulate", config, "values and derivatives of activations, without training");
    fields.required();
  }
};

Node node_of(TabulationFile file) {
  return write_config([&](Fields& fields) { file.declare(fields); });
}

bool mentions(const std::filesystem::path& path, std::string_view word) {
  std::ostringstream text;
  text << std::ifstream(path, std::ios::binary).rdbuf();
  return text.view().find(word) != std::string_view::npos;
}

}  // namespace

void PointsField::read(const Node& node, std::string_view path, Problems& problems) {
  if (node.is_mapping()) {
    EvenRange range;
    Problems reading;
    read_config(
        node, [&](Fields& fields) { range.declare(fields); }, reading, path);
    problems.add(reading);
    if (reading.empty()) lines_ = {range.values()};
    return;
  }
  if (!node.is_sequence() || node.items.empty()) {
    problems.add(node.location, path, fmt::format("found {}, expected {}", found(node), allowed()));
    return;
  }
  lines_.clear();
  if (!node.items.front().is_sequence()) {
    lines_.push_back(read_line(node, std::string(path), problems));
    return;
  }
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    const Node& item = node.items[i];
    lines_.push_back(read_line(item, fmt::format("{}[{}]", path, i), problems));
    if (!lines_.back().empty() && lines_.back().size() == lines_.front().size()) continue;
    problems.add(item.location, fmt::format("{}[{}]", path, i),
                 fmt::format("found {} numbers, expected as many as in the first line ({}), and at least one",
                             lines_.back().size(), lines_.front().size()));
  }
}

Node PointsField::write() const {
  std::vector<Node> lines;
  for (const std::vector<double>& line : lines_) {
    std::vector<Node> numbers;
    for (const double number : line) numbers.push_back(Node::real(number));
    lines.push_back(Node::sequence(std::move(numbers)));
  }
  return lines.size() == 1 ? std::move(lines.front()) : Node::sequence(std::move(lines));
}

nlohmann::json PointsField::schema() const {
  const nlohmann::json number = {{"type", "number"}};
  const nlohmann::json numbers = {{"type", "array"}, {"minItems", 1}, {"items", number}};
  EvenRange range;
  return {
      {"anyOf", {numbers, {{"type", "array"}, {"minItems", 1}, {"items", numbers}}, config_schema([&](Fields& fields) {
                   range.declare(fields);
                 })}}};
}

std::string PointsField::allowed() const {
  return "numbers, lines of numbers, or {from, to, points}";
}

void TabulateConfig::declare(Fields& fields) {
  fields.custom("activations", activations, "activations to evaluate");
  fields.required();
  fields.custom("at", at, "inputs to evaluate them at");
  fields.required();
  fields.integer("derivatives", derivatives, between(0, 3), "highest order of the derivatives");
}

bool is_tabulation(const std::filesystem::path& path) {
  // Most configs are experiments: they need not be parsed twice.
  if (std::filesystem::is_fifo(path) || !mentions(path, "tabulate")) return false;
  try {
    Problems ignored;
    return parse_yaml_file(path, ignored).find("tabulate") != nullptr;
  } catch (const UsageError&) {
    return false;
  }
}

TabulateConfig load_tabulation(const std::filesystem::path& path, const std::vector<std::string>& overrides) {
  Problems problems;
  Node root = parse_yaml_file(path, problems);
  apply_overrides(root, parse_overrides(overrides, problems), problems);
  TabulationFile file;
  file.config.name = path.stem().string();
  read_config(
      root, [&](Fields& fields) { file.declare(fields); }, problems);
  problems.throw_if_any();
  return file.config;
}

std::string to_yaml(const TabulateConfig& config) {
  return to_yaml(node_of({config}), "The complete config of " + config.name + ", with all defaults.");
}

nlohmann::json tabulation_schema() {
  TabulationFile file;
  nlohmann::json schema = config_schema([&](Fields& fields) { file.declare(fields); });
  schema["properties"]["name"].erase("default");  // the default is the name of the file
  schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  schema["title"] = "A table of actlab";
  return schema;
}

}  // namespace actlab
