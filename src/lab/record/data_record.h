#pragma once

#include <cstdint>
#include <string>
#include <vector>

namespace actlab {

/// What all trials on a data set have in common.
struct DataRecord {
  std::vector<std::string> classes;  ///< names, in the order of the outputs; empty for a regression

  bool operator==(const DataRecord&) const = default;
};

/// The record's document of all data sets of a run: {"sets": […], "points": [0, 0, 1]}, where `points` has the index of
/// each sweep point's set.
struct DataDocument {
  std::vector<DataRecord> sets;
  std::vector<std::int64_t> points;
};
std::string to_json(const DataDocument& document);
DataDocument data_from_json(const std::string& json);

}  // namespace actlab
