#pragma once

#include <fmt/format.h>

#include <string>
#include <vector>

#include "lab/record/class_numbers.h"

namespace actlab {

/// The table of tools/statistics/standardize.py.
struct ScaledTable {
  std::vector<double> small, time, target;

  ScaledTable() {
    const std::vector<std::int32_t> draws = class_numbers(120, 3);
    for (std::size_t i = 0; i < 60; ++i) {
      small.push_back(draws[i] / 1000.0);
      time.push_back(1.7e9 + draws[60 + i] / 10.0);
      target.push_back(5000 + 300 * small[i] - 0.5 * (time[i] - 1.7e9) + draws[i] % 7);
    }
  }

  /// As CSV, with all digits.
  std::string csv() const {
    std::string text = "small,time,target\n";
    for (std::size_t i = 0; i < small.size(); ++i) text += fmt::format("{},{},{}\n", small[i], time[i], target[i]);
    return text;
  }
};

/// Two classes that depend on an age and an income: "yes" where the age is high for the income.
inline std::string income_csv() {
  const std::vector<std::int32_t> draws = class_numbers(800, 7);
  std::string text = "age,income,buys\n";
  for (std::size_t i = 0; i < 400; ++i) {
    const double age = 18 + draws[i] / 32768.0 * 62, income = 15000 + draws[400 + i] / 32768.0 * 105000;
    text += fmt::format("{:.1f},{:.2f},{}\n", age, income, (age - 49) / 18 > (income - 67500) / 30000 ? "yes" : "no");
  }
  return text;
}

}  // namespace actlab
