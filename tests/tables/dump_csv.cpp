// Prints what the reader of CSV files has of each file, without loss, as a line of JSON for tools/tables/compare.py:
//
//   dump_csv < REQUESTS
//
// A request is a line of JSON: {"file": F, "delimiter": ",", "header": true, "skip": 0}. The answer has the names, for
// each column the bits of its float64 numbers and its texts, or the message of a refusal.
#include <bit>
#include <cstdint>
#include <iostream>
#include <nlohmann/json.hpp>
#include <string>
#include <vector>

#include "core/error.h"
#include "lab/data/csv_table.h"

namespace actlab {
namespace {

using nlohmann::json;

json column(const CsvTable& table, std::int64_t i) {
  const CsvTable::Counts counts = table.counts(i);
  const CsvTable::Texts texts = table.texts(i);
  std::vector<std::uint64_t> bits;
  for (const double number : table.numbers(i)) bits.push_back(std::bit_cast<std::uint64_t>(number));
  std::vector<std::int64_t> missing;
  for (std::int64_t row = 0; row < table.rows(); ++row) {
    if (table.is_missing(row, i)) missing.push_back(row);
  }
  return {{"numbers", counts.numbers}, {"texts", counts.texts},
          {"missing", missing},        {"bits", bits},
          {"levels", texts.levels},    {"codes", std::vector<std::int32_t>(texts.codes.begin(), texts.codes.end())}};
}

json answer(const json& request) {
  CsvFormat format;
  format.delimiter = request.at("delimiter").get<std::string>().at(0);
  format.header = request.at("header").get<bool>();
  format.skip = request.at("skip").get<std::int64_t>();
  try {
    const CsvTable table = read_csv(request.at("file").get<std::string>(), format);
    json columns = json::array();
    for (std::int64_t i = 0; i < table.columns(); ++i) columns.push_back(column(table, i));
    return {{"rows", table.rows()}, {"names", table.names()}, {"columns", columns}};
  } catch (const UsageError& error) {
    return {{"refused", error.what()}};
  }
}

}  // namespace
}  // namespace actlab

int main() {
  for (std::string line; std::getline(std::cin, line);) {
    std::cout << actlab::answer(nlohmann::json::parse(line)).dump() << std::endl;
  }
}
