#pragma once

#include <initializer_list>
#include <nlohmann/json.hpp>
#include <span>
#include <string>
#include <unordered_map>
#include <vector>

namespace actlab {

using Json = nlohmann::ordered_json;  // writes NaN as null

/// Rows of a chart's data as compact JSON: the names of the columns, one list per row, and each text written once:
/// {"columns": ["model", "loss"], "texts": {"model": ["A", "B"]}, "rows": [[0, 0.5], [1, 0.25]]}. page/charts.js
/// converts it to objects.
class Rows {
 public:
  explicit Rows(std::vector<std::string> columns) : columns_(std::move(columns)), texts_(columns_.size()) {}

  /// Adds a row with one value per column. Numbers are rounded to four significant digits, which is finer than a pixel.
  void add(std::initializer_list<Json> values);

  bool empty() const { return rows_.empty(); }
  std::size_t size() const { return rows_.size(); }
  Json to_json() const;

 private:
  struct Texts {
    std::vector<std::string> all;
    std::unordered_map<std::string, std::size_t> index;
  };

  std::vector<std::string> columns_;
  std::vector<Texts> texts_;
  Json rows_ = Json::array();
};

/// Rounds to four significant digits.
double four_digits(double value);

}  // namespace actlab
