#include "lab/record/confusion.h"

#include <algorithm>
#include <cstddef>
#include <limits>
#include <map>
#include <stdexcept>
#include <utility>

namespace actlab {
namespace {

using Counts = std::map<std::pair<std::int32_t, std::int32_t>, std::int64_t>;  // by label and prediction

Confusion cells_of(const Counts& counts) {
  Confusion cells;
  cells.reserve(counts.size());
  for (const auto& [place, samples] : counts) cells.push_back({place.first, place.second, samples});
  return cells;
}

// Several times faster than a map, which short trials would notice.
Confusion count_all_cells(std::span<const std::int32_t> labels, std::span<const std::int32_t> predictions,
                          std::size_t classes) {
  std::vector<std::int64_t> counts(classes * classes);
  for (std::size_t i = 0; i < labels.size(); ++i)
    ++counts[static_cast<std::size_t>(labels[i]) * classes + static_cast<std::size_t>(predictions[i])];
  Confusion cells;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    if (counts[i] > 0)
      cells.push_back({static_cast<std::int32_t>(i / classes), static_cast<std::int32_t>(i % classes), counts[i]});
  }
  return cells;
}

}  // namespace

Confusion count_confusion(std::span<const std::int32_t> labels, std::span<const std::int32_t> predictions,
                          std::int64_t classes) {
  constexpr std::int64_t few_classes = 256;
  if (labels.size() != predictions.size()) throw std::invalid_argument("each label needs a prediction");
  if (classes <= few_classes) return count_all_cells(labels, predictions, static_cast<std::size_t>(classes));
  Counts counts;
  for (std::size_t i = 0; i < labels.size(); ++i) ++counts[{labels[i], predictions[i]}];
  return cells_of(counts);
}

Confusion sum_of(std::span<const Confusion* const> matrices) {
  Counts counts;
  for (const Confusion* matrix : matrices) {
    for (const ConfusionCell& cell : *matrix) counts[{cell.label, cell.prediction}] += cell.samples;
  }
  return cells_of(counts);
}

double balanced_accuracy(const Confusion& confusion) {
  double recalls = 0;
  int classes = 0;
  for (auto cell = confusion.begin(); cell != confusion.end(); ++classes) {
    const std::int32_t label = cell->label;
    std::int64_t samples = 0, correct = 0;
    for (; cell != confusion.end() && cell->label == label; ++cell) {
      samples += cell->samples;
      if (cell->prediction == label) correct += cell->samples;
    }
    recalls += static_cast<double>(correct) / static_cast<double>(samples);
  }
  return classes == 0 ? std::numeric_limits<double>::quiet_NaN() : recalls / classes;
}

std::vector<std::int64_t> samples_by_class(const Confusion& confusion, std::size_t classes) {
  std::vector<std::int64_t> samples(classes);
  for (const ConfusionCell& cell : confusion) samples.at(static_cast<std::size_t>(cell.label)) += cell.samples;
  return samples;
}

bool is_unequal(std::span<const std::int64_t> samples) {
  if (samples.empty()) return false;
  const auto [smallest, largest] = std::minmax_element(samples.begin(), samples.end());
  return static_cast<double>(*largest) >= unequal_classes * static_cast<double>(*smallest);
}

}  // namespace actlab
