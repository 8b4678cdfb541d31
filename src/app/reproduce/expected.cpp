#include "app/reproduce/expected.h"

#include <fmt/format.h>

#include <algorithm>
#include <fstream>
#include <nlohmann/json.hpp>
#include <sstream>

#include "core/error.h"
#include "lab/config/values.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

constexpr std::string_view expected_file = "expected.yaml";

std::string text_of(const fs::path& file) {
  std::ostringstream text;
  text << std::ifstream(file).rdbuf();
  return text.str();
}

// What names a run must name one that is there.
void check_run(const ExpectedExperiment& expected, const std::string& run, const Node& root, const std::string& path,
               Problems& problems) {
  std::vector<std::string_view> known;
  for (const auto& [name, unused] : expected.runs) known.push_back(name);
  if (run.empty() || std::find(known.begin(), known.end(), run) != known.end()) return;
  problems.add(locate(root, path), path, unknown_name("run", run, known));
}

void check(const ExpectedExperiment& expected, const Node& root, Problems& problems) {
  for (const auto& [name, run] : expected.runs) {
    if (run.config.empty() || fs::exists(expected.folder / run.config)) continue;
    const std::string path = fmt::format("runs.{}.config", name);
    problems.add(locate(root, path), path, fmt::format("there is no {}", (expected.folder / run.config).string()));
  }
  for (const auto& [name, result] : expected.results)
    check_run(expected, result.run, root, fmt::format("results.{}.run", name), problems);
  for (const auto& [name, picture] : expected.pictures)
    check_run(expected, picture.run, root, fmt::format("pictures.{}.run", name), problems);
  for (const auto& [name, table] : expected.tables)
    check_run(expected, table.run, root, fmt::format("tables.{}.run", name), problems);
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
  fields.text("config", config, "the config that is run, relative to this file");
  fields.required();
  fields.custom("overrides", overrides, "values that go before the config's");
  fields.custom("short", short_overrides, "values on top of those for the short form, which tests run");
  fields.text("views", views, "SQL before all questions: temporary views");
}

void ExpectedNumber::declare(Fields& fields) {
  fields.real("recorded", recorded, any_number, "what was measured when this was written");
  fields.real("within", within, non_negative, "how far from it a measurement may be");
}

void ExpectedResult::declare(Fields& fields) {
  fields.text("run", run, "which run is asked; the first where left out");
  fields.text("value", value, "SQL that gives one number");
  fields.required();
  fields.text("claimed", claimed, "what the source material says");
  fields.real("recorded", number.recorded, any_number, "what was measured when this was written");
  fields.required();
  fields.real("within", number.within, non_negative, "how far from it a measurement may be");
  fields.required();
  fields.section("short", short_number, "of the short form, where that differs");
  fields.boolean("full_only", full_only, "the short form does not ask this");
}

const ExpectedNumber& ExpectedResult::of(bool is_short) const {
  return is_short && !std::isnan(short_number.recorded) ? short_number : number;
}

void ExpectedPicture::declare(Fields& fields) {
  fields.text("run", run, "which run is asked; the first where left out");
  fields.text("chart", chart, "a Vega-Lite file beside this one; its data are called rows");
  fields.required();
  fields.text("rows", rows, "SQL that gives the data");
  fields.required();
}

void ExpectedTable::declare(Fields& fields) {
  fields.text("run", run, "which run is asked; the first where left out");
  fields.text("rows", rows, "SQL that gives the rows");
  fields.required();
}

void ExpectedExperiment::declare(Fields& fields) {
  fields.text("question", question, "what is asked");
  fields.required();
  fields.named("runs", runs, "what is run");
  fields.required();
  fields.named("results", results, "the figures, each with the tolerance it may move by");
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
    throw UsageError(fmt::format("there is no experiment in {}: name the folder with --experiments",
                                 fs::absolute(experiments).lexically_normal().string()));
  }
  const std::string story = text_of(experiments / "README.md");
  std::sort(names.begin(), names.end());
  std::stable_sort(names.begin(), names.end(), [&](const std::string& a, const std::string& b) {
    return story.find("(" + a + "/") < story.find("(" + b + "/");  // as a link; npos comes last
  });
  return names;
}

nlohmann::json expected_schema() {
  ExpectedExperiment expected;
  nlohmann::json schema = config_schema([&](Fields& fields) { expected.declare(fields); });
  for (nlohmann::json& number :
       schema["properties"]["results"]["additionalProperties"]["properties"]["short"]["properties"])
    number.erase("default");  // the full form's, whatever that is
  schema["$schema"] = "http://json-schema.org/draft-07/schema#";
  schema["title"] = "What an experiment of actlab is expected to give";
  return schema;
}

}  // namespace actlab
