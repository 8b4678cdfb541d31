#include "lab/data/csv.h"

#include <fmt/format.h>

#include <array>
#include <filesystem>
#include <memory>
#include <numeric>
#include <vector>

#include "core/error.h"
#include "lab/data/csv/absent_classes.h"
#include "lab/data/csv/encode.h"
#include "lab/data/csv/format.h"
#include "lab/data/csv/load.h"
#include "lab/data/split.h"

namespace actlab {
namespace {

constexpr std::array<std::string_view, 3> tasks{"auto", "classes", "regression"};
constexpr std::array<std::string_view, 2> missing_rows{"error", "drop"};
constexpr Range skipped_lines = between(0, 1e6);
constexpr Range level_counts = between(2, 1e6);

}  // namespace

void MissingCells::declare(Fields& fields) {
  fields.custom("values", values, "texts that mean that a cell has no value, besides the empty cell");
  fields.choice("rows", rows, missing_rows, "whether rows with a missing cell are an error, or are left out");
}

void Csv::declare(Fields& fields) {
  fields.text("file", file, "path of the file, relative to the config's directory");
  fields.required();
  fields.boolean("header", header, "whether the first line names the columns");
  fields.custom("label", label, "the column to predict");
  fields.custom("columns", columns, "the features; default: all columns but the label");
  fields.custom("ignore", ignore, "columns to leave out");
  fields.custom("types", types, "types of columns; default: what their cells are");
  fields.integer("max_levels", max_levels, level_counts, "the most different texts of a category");
  fields.choice("task", task, tasks,
                "whether the label is a class or a number to predict; auto: text, booleans and few whole numbers are "
                "classes");
  fields.section("missing", missing, "what to do with missing cells");
  fields.choice("delimiter", delimiter, delimiter_choices, "the character between the cells of a row");
  fields.choice("decimal", decimal, decimal_choices, "the mark before the decimals of a number");
  fields.choice("thousands", thousands, thousands_choices, "the mark between groups of three digits");
  fields.integer("skip", skip, skipped_lines, "number of lines before the table");
  fields.real("test_fraction", test_fraction, fraction,
              "fraction of the rows held out for testing, chosen by the seed");
  fields.boolean("stratify", stratify, "hold out the same fraction of each class");
  fields.boolean("standardize", standardize,
                 "scale numbers and dates to a mean of 0 and a standard deviation of 1 in the training part; also the "
                 "number to predict, whose errors are reported in the units of the file");
}

Dataset Csv::make(NumpyRandom& random) const {
  const std::shared_ptr<const LoadedTable> loaded = load_table(*this);
  const Dataset* table = &loaded->data;
  const Samples& all = table->train;  // the rows are copied once, into the split
  const std::int64_t rows = all.size();
  const std::int64_t test_rows = test_rows_of(*this, rows);
  std::vector<std::int64_t> order(static_cast<std::size_t>(rows));
  std::iota(order.begin(), order.end(), 0);
  if (test_fraction > 0) order = random.permutation(rows);
  const Split split =
      stratify && !all.labels.empty() ? split_by_class(order, all.labels, test_rows) : split_by_order(order, test_rows);
  Dataset data{.train = all.select(split.train),
               .test = all.select(split.test),
               .classes = table->classes,
               .class_names = table->class_names,
               .feature_names = table->feature_names,
               .source = table->source};
  note_absent_levels(data);
  mark_new_levels(data);
  if (standardize) actlab::standardize(data, loaded->numbers, split);
  warn_of_absent_classes(file, data);
  return data;
}

std::string Csv::describe() const {
  return fmt::format("csv {}", std::filesystem::path(file).filename().string());
}

}  // namespace actlab
