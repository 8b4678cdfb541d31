#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lab/data/csv/columns.h"
#include "lab/data/csv/levels.h"
#include "lab/data/csv_table.h"
#include "lab/data/data_source.h"

namespace actlab {

/// A column that becomes inputs.
struct Feature {
  FeatureColumn column;
  CsvTable::Texts texts;       ///< of a category, boolean or date of text
  std::vector<double> values;  ///< of a boolean or date of text: the number of each level
  Levels levels;               ///< of a category
};

/// The column to predict.
struct Label {
  std::int64_t column = 0;
  bool is_regression = false;
  CsvTable::Texts texts;       ///< of classes, and of numbers that are texts
  std::vector<double> values;  ///< of a regression on texts (dates, booleans): the number of each level
  bool has_dates = false;
  std::string first_day;  ///< of dates
  Levels classes;
  std::string reason;  ///< why it is a regression, or has classes; empty if the config says so
};

/// How a table becomes samples.
struct Recipe {
  std::vector<Feature> features;
  Label label;
  std::optional<std::vector<std::int64_t>> rows;  ///< the rows that are samples; nothing if all are
  std::vector<std::string> notes;                 ///< for the plan
};

/// What the checks of a table share: what they read, what they find and what they decide.
struct TableCheck {
  const CsvTable& table;
  const Csv& csv;
  ChosenColumns chosen;
  Refusal refusal;
  Recipe recipe;
};

/// How each column becomes inputs, or why it is left out.
void decide_features(TableCheck& check);

/// Which rows are samples: all, or those without missing cells.
void decide_rows(TableCheck& check);

/// Whether the label has classes or numbers, and which.
void decide_label(TableCheck& check);

/// All of these. Adds to `check.refusal` what is in the way.
TableCheck check_table(const CsvTable& table, const Csv& csv);

}  // namespace actlab
