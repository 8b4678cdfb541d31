#pragma once

#include <cstdint>
#include <string>
#include <vector>

#include "lab/data/csv.h"
#include "lab/data/csv_table.h"

namespace actlab {

/// The problems of a table, and a config with which it would not have them. Each check that adds a message also edits
/// `proposal`, if there is a way out.
struct Refusal {
  explicit Refusal(const Csv& csv) : proposal(csv) {}

  std::vector<std::string> messages;
  Csv proposal;

  bool empty() const { return messages.empty(); }
};

/// The column as it is written in a config: by its name, or by its index if the name is empty, not unique or cannot be
/// seen, or if the file has no header.
ColumnField reference_to(const CsvTable& table, const Csv& csv, std::int64_t column);

/// The column's name, or "column 3" if it has none: for messages.
std::string shown_name(const CsvTable& table, std::int64_t column);

/// Edits of `csv`, a config for `table`: leaves a column out, or sets its type.
void leave_out(Csv& csv, const CsvTable& table, std::int64_t column);
void set_type(Csv& csv, const CsvTable& table, std::int64_t column, ColumnType type);

/// Edits of `csv`: adds texts to those that are missing cells, and drops the rows that have one. Of the texts that were
/// missing by default, keeps those that the table has.
void add_missing_texts(Csv& csv, const CsvTable& table, const std::vector<std::string>& texts);

/// The keys of `to` that differ from those of `from`: lines of YAML, indented by two spaces.
std::string changed_keys(const Csv& from, const Csv& to);

}  // namespace actlab
