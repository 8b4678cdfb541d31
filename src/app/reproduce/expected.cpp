#include "app/reproduce/expected.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/error.h"
#include "lab/config/values.h"
#include "lab/record/run_directory.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view expected_file = "expected.yaml";

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// Checks that `run` is the name of a run.
void check_run(const ExpectedExperiment& expected, const std::string& run, const Node& root, const std::string& path,
               Problems& problems) {
  std::vector<std::string_view> known;
  for (const auto& [name, unused] : expected.runs) known.push_back(name);
  if (run.empty() || std::find(known.begin(), known.end(), run) != known.end()) return;
  problems.add(locate(root, path), path, unknown_name("run", run, known));
}

// Checks that what is drawn or written is a new file in the experiment's own folder.
void check_file_name(const std::string& name, const Node& root, const std::string& path, Problems& problems) {
  if (file_name_of(name) == name && name != "README") return;
  problems.add(
      locate(root, path), path,
      fmt::format("'{}' cannot be the name of a file in the experiment's folder: use letters, digits, '_', '-' "
                  "and '.', and neither README nor a '.' at the start",
                  name));
}

void check(const ExpectedExperiment& expected, const Node& root, Problems& problems) {
  for (const auto& [name, run] : expected.runs) {
    if (run.config.empty() || fs::exists(expected.folder / run.config)) continue;
    const std::string path = fmt::format("runs.{}.config", name);
    problems.add(locate(root, path), path, fmt::format("{} does not exist", (expected.folder / run.config).string()));
  }
  for (const auto& [name, result] : expected.results)
    check_run(expected, result.run, root, fmt::format("results.{}.run", name), problems);
  for (const auto& [name, picture] : expected.pictures) {
    const std::string path = fmt::format("pictures.{}", name);
    check_run(expected, picture.run, root, path + ".run", problems);
    check_file_name(name, root, path, problems);
    check_file_name(picture.chart, root, path + ".chart", problems);
  }
  for (const auto& [name, table] : expected.tables) {
    const std::string path = fmt::format("tables.{}", name);
    check_run(expected, table.run, root, path + ".run", problems);
    check_file_name(name, root, path, problems);
  }
}

}  // namespace

void TextsField::read(const Node& node, std::string_view path, Problems& problems) {
  if (!node.is_sequence()) {
    problems.add(node.location, path, fmt::format("found {}, expected {}", found(node), allowed()));
    return;
  }
  values_.clear();
  for (std::size_t i = 0; i < node.items.size(); ++i) {
    std::string text;
    if (read_text(node.items[i], fmt::format("{}[{}]", path, i), text, problems)) values_.push_back(text);
  }
}

Node TextsField::write() const {
  std::vector<Node> items;
  for (const std::string& value : values_) items.push_back(Node::of(value));
  return Node::sequence(std::move(items));
}

nlohmann::json TextsField::schema() const {
  return {{"type", "array"}, {"items", {{"type", "string"}}}};
}

void ExpectedRun::declare(Fields& fields) {
  fields.text("config", config, "the config to run, relative to this file");
  fields.required();
  fields.custom("overrides", overrides, "values that override the config");
  fields.custom("short", short_overrides, "further overrides for the short form, which tests run");
  fields.text("views", views, "SQL to execute before all queries: temporary views");
}

void ExpectedNumber::declare(Fields& fields) {
  fields.real("recorded", recorded, any_number, "value measured when this file was written");
  fields.real("within", within, non_negative, "allowed difference from it");
}

void ExpectedResult::declare(Fields& fields) {
  fields.text("run", run, "run to query (default: the first)");
  fields.text("value", value, "SQL that returns one number");
  fields.required();
  fields.text("claimed", claimed, "value in the source material");
  fields.real("recorded", number.recorded, any_number, "value measured when this file was written");
  fields.required();
  fields.real("within", number.within, non_negative, "allowed difference from it");
  fields.required();
  fields.section("short", short_number, "value of the short form, if different");
  fields.boolean("full_only", full_only, "skip in the short form");
}

const ExpectedNumber& ExpectedResult::of(bool is_short) const {
  return is_short && !std::isnan(short_number.recorded) ? short_number : number;
}

void ExpectedPicture::declare(Fields& fields) {
  fields.text("run", run, "run to query (default: the first)");
  fields.text("chart", chart, "Vega-Lite file in the same folder; its data set is named rows");
  fields.required();
  fields.text("rows", rows, "SQL that returns the data");
  fields.required();
}

void ExpectedTable::declare(Fields& fields) {
  fields.text("run", run, "run to query (default: the first)");
  fields.text("rows", rows, "SQL that returns the rows");
  fields.required();
}

void ExpectedExperiment::declare(Fields& fields) {
  fields.text("question", question, "question that the experiment answers");
  fields.required();
  fields.named("runs", runs, "runs of the experiment");
  fields.required();
  fields.named("results", results, "expected results with their tolerances");
  fields.required();
  fields.named("pictures", pictures, "charts to draw, by file name");
  fields.named("tables", tables, "Markdown tables to write, by file name");
}

const ExpectedRun& ExpectedExperiment::run(const std::string& run_name) const {
  if (run_name.empty()) return runs.front().second;
  return std::find_if(runs.begin(), runs.end(), [&](const auto& entry) { return entry.first == run_name; })->second;
}

ExpectedExperiment load_expected(const fs::path& experiments, const std::string& name) {
  const fs::path file = experiments / name / expected_file;
  if (!fs::exists(file)) {
    const std::vector<std::string> names = experiment_names(experiments);
    throw UsageError(unknown_name("experiment", name, {names.begin(), names.end()}));
  }
  Problems problems;
  const Node root = parse_yaml_file(file, problems);
  ExpectedExperiment expected;
  expected.name = name;
  expected.folder = experiments / name;
  read_config(
      root, [&](Fields& fields) { expected.declare(fields); }, problems);
  check(expected, root, problems);
  problems.throw_if_any();
  return expected;
}

std::vector<std::string> experiment_names(const fs::path& experiments) {
  std::vector<std::string> names;
  if (fs::is_directory(experiments)) {
    for (const fs::directory_entry& entry : fs::directory_iterator(experiments)) {
      if (fs::exists(entry.path() / expected_file)) names.push_back(entry.path().filename().string());
    }
  }
  if (names.empty()) {
    throw UsageError(fmt::format("no experiment found in {}; give the folder with --experiments",
                                 fs::absolute(experiments).lexically_normal().string()));
  }
  const std::string readme = text_of(experiments / "README.md");
  std::sort(names.begin(), names.end());
  std::stable_sort(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
    return readme.find("(" + a + "/") < readme.find("(" + b + "/");  // position of its link; npos sorts last
  });
  return names;
}

nlohmann::json expected_schema() {
  ExpectedExperiment expected;
  nlohmann::json schema = config_schema([&](Fields& fields) { expected.declare(fields); });
  for (nlohmann::json& number :
       schema["properties"]["results"]["additionalProperties"]["properties"]["short"]["properties"])
    number.erase("default");  // the default is the value of the full form
  schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  schema["title"] = "Expected results of an experiment of actlab";
  return schema;
}

}  // namespace actlab
