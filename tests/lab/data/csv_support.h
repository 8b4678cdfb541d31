#pragma once

#include <fmt/format.h>
#include <gtest/gtest.h>

#include <string>
#include <string_view>
#include <utility>
#include <vector>

#include "core/error.h"
#include "lab/config/node.h"
#include "lab/data/all.h"
#include "lab/data/support.h"

namespace actlab {

/// By default all rows, in the order of the file.
inline Csv csv_of(std::string_view text) {
  Csv csv;
  csv.file = write_file("table.csv", text);
  csv.test_fraction = 0;
  return csv;
}

inline std::string error_of(const Csv& csv) {
  try {
    make_dataset(csv, 0);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "no error";
}

/// The lines of YAML at the end of a refusal, without the indentation of the first; empty if there are none.
inline std::string proposal_of(const Csv& csv) {
  constexpr std::string_view mark = "To use it, set in data:\n  ";
  const std::string error = error_of(csv);
  const std::size_t at = error.find(mark);
  return at == std::string::npos ? "" : error.substr(at + mark.size());
}

/// `csv` with the keys of these lines of YAML, as a user would set them.
inline Csv with_keys(Csv csv, const std::string& yaml) {
  const Declaration keys = [&](Fields& fields) { csv.declare(fields); };
  Node root = write_config(keys);
  for (const Node::Entry& entry : parse_yaml("  " + yaml, "proposal").entries) *root.find(entry.key) = entry.value;
  Problems problems;
  read_config(root, keys, problems);
  problems.throw_if_any();
  return csv;
}

/// The data with what the refusal proposes. Fails if the file is not refused.
inline Dataset follow_proposal(const Csv& csv) {
  const std::string proposal = proposal_of(csv);
  EXPECT_NE(proposal, "") << error_of(csv);
  return make_dataset(with_keys(csv, proposal), 0);
}

inline std::vector<float> input_of(const Dataset& data, std::int64_t input) {
  std::vector<float> values;
  for (std::int64_t row = 0; row < data.train.size(); ++row) values.push_back(data.train.inputs.at(row, input));
  return values;
}

/// A table of this many rows from a function that writes the cells of a row.
template <class Row> std::string table_of_rows(std::string_view header, int rows, const Row& row) {
  std::string text = std::string(header) + "\n";
  for (int i = 0; i < rows; ++i) text += row(i) + "\n";
  return text;
}

}  // namespace actlab
