#pragma once

#include <cmath>
#include <filesystem>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <utility>
#include <vector>

#include "lab/config/fields.h"

namespace actlab {

/// A list of strings, for the overrides of a run.
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

/// A run of an experiment.
struct ExpectedRun {
  std::string config;  ///< path, relative to expected.yaml
  TextsField overrides;
  TextsField short_overrides;  ///< in addition, for the short form
  std::string views;           ///< SQL to execute before all queries
  void declare(Fields& fields);
};

/// An expected value with its tolerance. NaN if not given.
struct ExpectedNumber {
  double recorded = std::nan("");
  double within = std::nan("");
  void declare(Fields& fields);
};

/// An expected result of an experiment.
struct ExpectedResult {
  std::string run;      ///< name of the run; empty for the first
  std::string value;    ///< SQL (record/query.h) that returns one number
  std::string claimed;  ///< value in the source material, if any
  ExpectedNumber number;
  ExpectedNumber short_number;  ///< value of the short form, if different
  bool full_only = false;       ///< skipped in the short form
  void declare(Fields& fields);

  const ExpectedNumber& of(bool is_short) const;
};

/// A chart, drawn in the experiment's folder.
struct ExpectedPicture {
  std::string run;
  std::string chart;  ///< Vega-Lite file in the experiment's folder, with a data set named rows
  std::string rows;   ///< SQL
  void declare(Fields& fields);
};

/// A Markdown table, written to the experiment's folder.
struct ExpectedTable {
  std::string run;
  std::string rows;  ///< SQL
  void declare(Fields& fields);
};

/// The content of experiments/<name>/expected.yaml.
struct ExpectedExperiment {
  std::string name;  ///< of the folder
  std::filesystem::path folder;
  std::string question;
  std::vector<std::pair<std::string, ExpectedRun>> runs;
  std::vector<std::pair<std::string, ExpectedResult>> results;
  std::vector<std::pair<std::string, ExpectedPicture>> pictures;  ///< by file name without extension
  std::vector<std::pair<std::string, ExpectedTable>> tables;      ///< by file name without extension
  void declare(Fields& fields);

  /// The run of that name, or the first run for an empty name.
  const ExpectedRun& run(const std::string& run_name) const;
};

/// Reads experiments/<name>/expected.yaml. Throws UsageError with all problems, one per line. For an unknown name the
/// message lists the experiments.
ExpectedExperiment load_expected(const std::filesystem::path& experiments, const std::string& name);

/// Folders of `experiments` with an expected.yaml, in the order of their links in README.md, then by name. Throws
/// UsageError if there are none.
std::vector<std::string> experiment_names(const std::filesystem::path& experiments);

/// JSON Schema of an expected.yaml, for editors.
nlohmann::json expected_schema();

}  // namespace actlab
