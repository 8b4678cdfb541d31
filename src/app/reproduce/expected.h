#pragma once

#include <cmath>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "lab/config/fields.h"

namespace actlab {

/// A list of texts: the overrides of a run.
class TextsField : public CustomField {
 public:
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override { return "a list of key=value"; }

  const std::vector<std::string>& values() const { return values_; }

 private:
  std::vector<std::string> values_;
};

/// A config that an experiment runs.
struct ExpectedRun {
  std::string config;  ///< beside expected.yaml, or relative to it
  TextsField overrides;
  TextsField short_overrides;  ///< on top of those, for the short form
  std::string views;           ///< SQL before all questions
  void declare(Fields& fields);
};

/// A number, and how far from it a new measurement may be; NaN where it is not given.
struct ExpectedNumber {
  double recorded = std::nan("");
  double within = std::nan("");
  void declare(Fields& fields);
};

/// One figure of an experiment.
struct ExpectedResult {
  std::string run;      ///< empty for the first
  std::string value;    ///< SQL (record/query.h) that gives one number
  std::string claimed;  ///< by the source material, where it says so
  ExpectedNumber number;
  ExpectedNumber short_number;  ///< of the short form, where that differs
  bool full_only = false;       ///< means nothing in the short form
  void declare(Fields& fields);

  const ExpectedNumber& of(bool is_short) const;
};

/// A chart drawn beside the README.
struct ExpectedPicture {
  std::string run;
  std::string chart;  ///< a Vega-Lite file beside expected.yaml, whose data set is called rows
  std::string rows;   ///< SQL
  void declare(Fields& fields);
};

/// A Markdown table written beside the README.
struct ExpectedTable {
  std::string run;
  std::string rows;  ///< SQL
  void declare(Fields& fields);
};

/// What experiments/<name>/expected.yaml says.
struct ExpectedExperiment {
  std::string name;  ///< the folder's
  std::filesystem::path folder;
  std::string question;
  std::vector<std::pair<std::string, ExpectedRun>> runs;
  std::vector<std::pair<std::string, ExpectedResult>> results;
  std::vector<std::pair<std::string, ExpectedPicture>> pictures;  ///< by file, without its ending
  std::vector<std::pair<std::string, ExpectedTable>> tables;      ///< by file, without its ending
  void declare(Fields& fields);

  /// The run of that name; the first for an empty one.
  const ExpectedRun& run(const std::string& run_name) const;
};

/// Reads experiments/<name>/expected.yaml. Throws UsageError with every problem, one a line, and for a name that is not
/// there, with those that are.
ExpectedExperiment load_expected(const std::filesystem::path& experiments, const std::string& name);

/// The folders of `experiments` that have an expected.yaml, in the order in which its README.md first names them, then
/// by name. Throws UsageError where there are none.
std::vector<std::string> experiment_names(const std::filesystem::path& experiments);

/// JSON Schema of an expected.yaml, for editors.
nlohmann::json expected_schema();

}  // namespace actlab
