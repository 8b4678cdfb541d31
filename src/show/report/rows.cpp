#include "show/report/rows.h"

#include <cmath>

namespace actlab {

double four_digits(double value) {
  if (value == 0 || !std::isfinite(value)) return value;
  const int exponent = 3 - static_cast<int>(std::floor(std::log10(std::abs(value))));
  // Dividing by an exact power of ten gives the double that prints as those digits. Multiplying by 0.01 does not.
  const double scale = std::pow(10.0, std::abs(exponent));
  return exponent >= 0 ? std::round(value * scale) / scale : std::round(value / scale) * scale;
}

void Rows::add(std::initializer_list<Json> values) {
  Json row = Json::array();
  std::size_t column = 0;
  for (const Json& value : values) {
    if (value.is_string()) {
      Texts& texts = texts_.at(column);
      const auto [entry, is_new] = texts.index.try_emplace(value.get<std::string>(), texts.all.size());
      if (is_new) texts.all.push_back(entry->first);
      row.push_back(entry->second);
    } else if (value.is_number_float()) {
      row.push_back(four_digits(value.get<double>()));
    } else {
      row.push_back(value);
    }
    ++column;
  }
  rows_.push_back(std::move(row));
}

Json Rows::to_json() const {
  Json texts = Json::object();
  for (std::size_t i = 0; i < columns_.size(); ++i) {
    if (!texts_[i].all.empty()) texts[columns_[i]] = texts_[i].all;
  }
  return {{"columns", columns_}, {"texts", texts}, {"rows", rows_}};
}

}  // namespace actlab
