#pragma once

#include <cstdint>
#include <vector>

namespace actlab {

/// The numbers of tools/statistics/classes.py.
inline std::vector<std::int32_t> class_numbers(int count, std::int64_t state) {
  std::vector<std::int32_t> found;
  for (int i = 0; i < count; ++i) {
    state = (1103515245 * state + 12345) % (std::int64_t{1} << 31);
    found.push_back(static_cast<std::int32_t>(state >> 16));
  }
  return found;
}

/// Its classes: four of very different sizes, 300 samples.
inline std::vector<std::int32_t> sample_labels() {
  constexpr std::int32_t of_draw[] = {0, 0, 0, 0, 0, 0, 1, 1, 1, 2};
  std::vector<std::int32_t> labels = class_numbers(300, 1);
  for (std::int32_t& label : labels) label = of_draw[label % 10];
  for (std::size_t i = 0; i < 5; ++i) labels[i] = 3;
  return labels;
}

/// Its predictions, of which about three of four are right.
inline std::vector<std::int32_t> sample_predictions() {
  const std::vector<std::int32_t> draws = class_numbers(600, 1), labels = sample_labels();
  std::vector<std::int32_t> predictions;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const std::int32_t draw = draws[300 + i];
    predictions.push_back(draw % 4 < 3 ? labels[i] : draw % 5 % 4);
  }
  return predictions;
}

}  // namespace actlab
