#include "lab/data/csv.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <array>
#include <cmath>
#include <filesystem>
#include <limits>
#include <map>
#include <memory>
#include <mutex>
#include <numeric>
#include <optional>
#include <span>
#include <utility>
#include <vector>

#include "core/error.h"
#include "core/log.h"
#include "lab/config/node.h"
#include "lab/data/csv_table.h"
#include "lab/data/number.h"
#include "lab/data/numeric_columns.h"
#include "lab/data/split.h"

namespace actlab {
namespace {

constexpr std::array<std::string_view, 2> tasks{"classes", "regression"};
constexpr std::array<std::string_view, 5> delimiters{"comma", "semicolon", "tab", "pipe", "space"};
constexpr std::array<std::string_view, 2> decimals{"point", "comma"};
constexpr std::array<std::string_view, 5> thousands_marks{"none", "comma", "point", "space", "apostrophe"};
constexpr Range skipped_lines = between(0, 1e6);

// The character at the place of `name` in `names`.
template <std::size_t size>
char character_of(std::string_view name, const std::array<std::string_view, size>& names, std::string_view characters) {
  return characters.at(static_cast<std::size_t>(std::find(names.begin(), names.end(), name) - names.begin()));
}

CsvFormat format_of(const Csv& csv) {
  CsvFormat format{
      .delimiter = character_of(csv.delimiter, delimiters, ",;\t| "), .header = csv.header, .skip = csv.skip};
  format.decimal = character_of(csv.decimal, decimals, ".,");
  if (csv.thousands != "none") format.thousands = character_of(csv.thousands, thousands_marks, "-,. '");
  return format;
}

// Collects invalid cells. A file often has the same error in many rows, so only the first few are listed.
class CellProblems {
 public:
  explicit CellProblems(const CsvTable& table) : table_(table) {}

  void add(std::int64_t row, std::int64_t column, std::string_view what) {
    if (++count_ > shown) return;
    const std::string cell = table_.cell(row, column);
    const std::string found = cell.empty() ? "an empty cell" : fmt::format("'{}'", cell);
    lines_.push_back(fmt::format("{}:{}:{}: found {}; {}", table_.file(), table_.line(row),
                                 table_.names()[static_cast<std::size_t>(column)], found, what));
  }

  void throw_if_any() {
    if (count_ == 0) return;
    if (count_ > shown) lines_.push_back(fmt::format("… and {} more cells with this problem", count_ - shown));
    throw UsageError(fmt::format("{}", fmt::join(lines_, "\n")));
  }

 private:
  static constexpr std::size_t shown = 5;
  const CsvTable& table_;
  std::size_t count_ = 0;
  std::vector<std::string> lines_;
};

const std::string& name_of(const CsvTable& table, std::int64_t column) {
  return table.names()[static_cast<std::size_t>(column)];
}

// The column as it is written in a list of columns: its name, or its index if the name is empty or not unique.
std::string reference_to(const CsvTable& table, std::int64_t column) {
  const std::string& name = name_of(table, column);
  const bool unique = std::count(table.names().begin(), table.names().end(), name) == 1;
  return name.empty() || !unique ? std::to_string(column) : to_flow(Node::of(name));
}

std::string ignore_proposal(const CsvTable& table, std::int64_t column) {
  return fmt::format("; to leave the column out set ignore: [{}]", reference_to(table, column));
}

// [rows, columns.size()].
Matrix numbers(const CsvTable& table, const std::vector<std::int64_t>& columns, std::string_view what, bool may_ignore,
               CellProblems& problems) {
  Matrix values(table.rows(), static_cast<std::int64_t>(columns.size()));
  std::vector<std::string> messages;
  for (const std::int64_t column : columns) {
    const std::string proposal = table.number_proposal(column);
    messages.push_back(proposal.empty() ? fmt::format("{}{}", what, may_ignore ? ignore_proposal(table, column) : "")
                                        : fmt::format("{}; set {}", what, proposal));
  }
  for (std::int64_t row = 0; row < values.rows; ++row) {
    for (std::size_t i = 0; i < columns.size(); ++i) {
      const double value = table.numbers(columns[i])[static_cast<std::size_t>(row)];
      const bool valid = std::abs(value) <= std::numeric_limits<float>::max();
      if (!valid) problems.add(row, columns[i], messages[i]);
      values.at(row, static_cast<std::int64_t>(i)) = valid ? static_cast<float>(value) : 0;
    }
  }
  return values;
}

// By value if both are numbers, so that "10" comes after "9"; by name otherwise.
struct ClassOrder {
  bool numeric;
  bool operator()(const std::string& a, const std::string& b) const {
    return numeric ? parse_number(a).value() < parse_number(b).value() : a < b;
  }
};

// Sets the labels and the class names.
void number_classes(const CsvTable& table, std::int64_t label, Dataset& data, CellProblems& problems) {
  const CsvTable::Texts texts = table.texts(label);
  const bool numeric = table.counts(label).texts == 0;
  std::map<std::string, std::int64_t, ClassOrder> classes(ClassOrder{numeric});
  for (const std::string& level : texts.levels) classes.emplace(level, 0);
  for (auto& [name, index] : classes) {
    index = static_cast<std::int64_t>(data.class_names.size());
    data.class_names.push_back(name);
  }
  data.classes = static_cast<std::int64_t>(classes.size());
  for (std::int64_t row = 0; row < table.rows(); ++row) {
    const std::int32_t code = texts.codes[static_cast<std::size_t>(row)];
    if (code < 0) problems.add(row, label, "every sample must have a class");
    data.train.labels.push_back(code < 0 ? 0 : classes.at(texts.levels[static_cast<std::size_t>(code)]));
  }
}

// A column of measurements used as classes, or a single class, is probably a mistake in the config.
void check_classes(const CsvTable& table, std::int64_t label, std::int64_t classes) {
  const std::string& name = table.names()[static_cast<std::size_t>(label)];
  if (classes < 2) {
    throw UsageError(fmt::format("{}:{}:{}: every row has the class '{}'; two or more classes are needed", table.file(),
                                 table.line(0), name, table.cell(0, label)));
  }
  if (2 * classes > table.rows()) {
    throw UsageError(
        fmt::format("{}:{}:{}: found {} different classes in {} rows; a class needs two or more rows. "
                    "To predict numbers, set task: regression",
                    table.file(), table.line(0), name, classes, table.rows()));
  }
}

// Without a header, the first sample would become the names. A label may be a text, so only features are looked at.
void check_header(const CsvTable& table, const std::vector<std::int64_t>& features) {
  if (!std::all_of(features.begin(), features.end(), [&](std::int64_t i) { return table.name_is_number(i); })) return;
  throw UsageError(fmt::format(
      "{}: the first line has a number in each feature column ('{}', …), so it seems to be a sample and not "
      "the names of the columns; without a header set header: false",
      table.file(), table.names()[static_cast<std::size_t>(features.front())]));
}

// The index of pandas and the names of R's rows have no name. They would be features that count the rows.
void check_names(const CsvTable& table, const Csv& csv, const std::vector<std::int64_t>& features) {
  if (!csv.columns.values().empty()) return;
  for (const std::int64_t column : features) {
    if (!name_of(table, column).empty()) continue;
    throw UsageError(fmt::format(
        "{}: column {} has no name in the header, as the row names of R and the index of pandas; to leave it "
        "out set ignore: [{}], to use it list all features in columns",
        table.file(), column, column));
  }
}

// Whole numbers that rise by one from 0 or 1.
bool counts_rows(std::span<const double> numbers) {
  constexpr std::size_t fewest_rows = 10;
  if (numbers.size() < fewest_rows || (numbers[0] != 0 && numbers[0] != 1)) return false;
  for (std::size_t i = 1; i < numbers.size(); ++i) {
    if (numbers[i] != numbers[i - 1] + 1) return false;
  }
  return true;
}

// Features with which a network seems better than it is.
void warn_of_leaks(const CsvTable& table, const std::vector<std::int64_t>& features, std::int64_t label) {
  const std::span<const double> labels = table.numbers(label);
  for (const std::int64_t column : features) {
    const std::span<const double> values = table.numbers(column);
    const bool counts = counts_rows(values);
    if (!counts && !std::equal(values.begin(), values.end(), labels.begin(), labels.end())) continue;
    log_warning("{}: the feature '{}' {}, so the results may not hold for other data{}", table.file(),
                name_of(table, column), counts ? "counts the rows" : "equals the label",
                ignore_proposal(table, column));
  }
}

// The features, in the order of `columns`, or of the file.
std::vector<std::int64_t> features_of(const CsvTable& table, const Csv& csv, std::int64_t label) {
  std::vector<std::int64_t> ignored{label}, features;
  for (const ColumnField& column : csv.ignore.values()) ignored.push_back(find_column(table, column));
  const auto is_ignored = [&](std::int64_t i) { return std::find(ignored.begin(), ignored.end(), i) != ignored.end(); };
  for (const ColumnField& column : csv.columns.values()) {
    const std::int64_t i = find_column(table, column);
    if (is_ignored(i) || std::find(features.begin(), features.end(), i) != features.end())
      throw UsageError(fmt::format("{}: {} is in columns, and is also {}", table.file(), column.describe(),
                                   i == label      ? "the label"
                                   : is_ignored(i) ? "in ignore"
                                                   : "there twice"));
    features.push_back(i);
  }
  for (std::int64_t i = 0; csv.columns.values().empty() && i < table.columns(); ++i) {
    if (!is_ignored(i)) features.push_back(i);
  }
  if (!features.empty()) return features;
  throw UsageError(
      table.columns() == 1
          ? fmt::format("{}: its only column is the label; at least one feature is needed (check the delimiter)",
                        table.file())
          : fmt::format("{}: no column is left as a feature; at least one is needed", table.file()));
}

// The whole table as the training sample.
Dataset encode(const CsvTable& table, const Csv& csv) {
  const std::int64_t label = find_column(table, csv.label);
  const std::vector<std::int64_t> features = features_of(table, csv, label);
  check_header(table, features);
  check_names(table, csv, features);
  Dataset data;
  auto source = std::make_shared<DataSource>();
  source->file = table.file();
  source->content_hash = table.content_hash();
  source->label = name_of(table, label);
  for (const std::int64_t i : features) {
    data.feature_names.push_back(name_of(table, i));
    source->columns.push_back({.name = name_of(table, i), .column = i, .first_input = std::ssize(source->columns)});
  }
  data.source = source;
  CellProblems problems(table);
  data.train.inputs = numbers(table, features, "a feature must be a number in the range of float32",
                              /*may_ignore=*/true, problems);
  if (csv.is_regression()) {
    data.train.values = numbers(table, {label}, "the label of a regression must be a number",
                                /*may_ignore=*/false, problems);
  } else {
    number_classes(table, label, data, problems);
  }
  problems.throw_if_any();
  if (!csv.is_regression()) check_classes(table, label, data.classes);
  warn_of_leaks(table, features, label);
  return data;
}

struct LoadedTable {
  Dataset data;
  NumericColumns numbers;  // empty unless they are standardized
};

NumericColumns numbers_of(const CsvTable& table, const Csv& csv, const DataSource& source) {
  NumericColumns numbers;
  const auto copy = [&](std::int64_t column) {
    const std::span<const double> values = table.numbers(column);
    return std::vector<double>(values.begin(), values.end());
  };
  for (const FeatureColumn& column : source.columns) {
    if (column.type == ColumnType::number) numbers.features.push_back({column.first_input, copy(column.column)});
  }
  if (csv.is_regression()) numbers.targets = copy(find_column(table, csv.label));
  return numbers;
}

LoadedTable load_table(const Csv& csv) {
  const CsvTable table = read_csv(csv.file, format_of(csv));
  LoadedTable loaded{encode(table, csv), {}};
  NumericColumns numbers = numbers_of(table, csv, *loaded.data.source);
  if (csv.standardize) {
    loaded.numbers = std::move(numbers);
  } else if (const std::string warning = unequal_scales(*loaded.data.source, numbers); !warning.empty()) {
    log_warning("{}", warning);
  }
  return loaded;
}

// Every trial makes its data, so a parsed file is cached until it changes.
std::shared_ptr<const LoadedTable> load(const Csv& csv) {
  static std::mutex mutex;
  static std::map<std::string, std::shared_ptr<const LoadedTable>> loaded;
  std::error_code ignored;  // an error is reported when the file is read
  const auto written = std::filesystem::last_write_time(csv.file, ignored).time_since_epoch().count();
  const auto size = std::filesystem::file_size(csv.file, ignored);
  const std::string key =
      fmt::format("{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}\n{}", csv.file, written, size, csv.header,
                  csv.label.describe(), csv.task, csv.delimiter, csv.decimal, csv.thousands, csv.skip,
                  to_flow(csv.columns.write()), to_flow(csv.ignore.write()), csv.standardize);
  const std::lock_guard lock(mutex);
  std::shared_ptr<const LoadedTable>& table = loaded[key];
  if (!table) table = std::make_shared<const LoadedTable>(load_table(csv));
  return table;
}

}  // namespace

void Csv::declare(Fields& fields) {
  fields.text("file", file, "path of the file, relative to the config's directory");
  fields.required();
  fields.boolean("header", header, "whether the first line names the columns");
  fields.custom("label", label, "the column to predict");
  fields.custom("columns", columns, "the features; default: all columns but the label");
  fields.custom("ignore", ignore, "columns to leave out");
  fields.choice("task", task, tasks, "whether the label is a class (text or number) or a number to predict");
  fields.choice("delimiter", delimiter, delimiters, "the character between the cells of a row");
  fields.choice("decimal", decimal, decimals, "the mark before the decimals of a number");
  fields.choice("thousands", thousands, thousands_marks, "the mark between groups of three digits");
  fields.integer("skip", skip, skipped_lines, "number of lines before the table");
  fields.real("test_fraction", test_fraction, fraction,
              "fraction of the rows held out for testing, chosen by the seed");
  fields.boolean("stratify", stratify, "hold out the same fraction of each class");
  fields.boolean("standardize", standardize,
                 "scale numbers to a mean of 0 and a standard deviation of 1 in the training part; also the number to "
                 "predict, whose errors are reported in the units of the file");
}

Dataset Csv::make(NumpyRandom& random) const {
  const std::shared_ptr<const LoadedTable> loaded = load(*this);
  const Dataset* table = &loaded->data;
  const Samples& all = table->train;  // the rows are copied once, into the split
  const std::int64_t rows = all.size();
  const std::int64_t test_rows = std::llround(test_fraction * static_cast<double>(rows));
  if (test_rows == rows) {
    throw UsageError(
        fmt::format("{}: a test_fraction of {} leaves none of its {} rows for training", file, test_fraction, rows));
  }
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
  if (standardize) actlab::standardize(data, loaded->numbers, split);
  return data;
}

std::string Csv::describe() const {
  return fmt::format("csv {}, {} by {}, {:g} % for testing", file, task, label.describe(), 100 * test_fraction);
}

}  // namespace actlab
