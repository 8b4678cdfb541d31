#pragma once

#include <cstddef>
#include <cstdint>
#include <string>
#include <vector>

#include "core/scaling.h"

namespace actlab {

/// A column of a table, and the inputs of a network that it becomes.
struct FeatureRecord {
  std::string name{};
  std::int64_t column = 0;  ///< its index in the file, from 0
  std::string type{};       ///< number, category, boolean, date
  std::int64_t first_input = 0;
  std::vector<std::string> levels{};  ///< of a category: an input for each, and one for levels that are new
  std::string first_day{};            ///< of a date: the day that is 0

  bool operator==(const FeatureRecord&) const = default;
};

/// What all trials on a data set have in common. Empty where it does not apply.
struct DataRecord {
  std::vector<std::string> classes{};     ///< names, in the order of the outputs; empty for a regression
  std::string file{};                     ///< the file or folder that the data were read from
  std::string hash{};                     ///< of its content; see content_hash
  std::string label{};                    ///< the column to predict
  std::string label_day{};                ///< of dates to predict: the day that is 0
  std::vector<FeatureRecord> features{};  ///< of a table
  std::vector<std::string> inputs{};      ///< names of the network's inputs

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

/// The record's document of what was done to the data of one seed.
std::string to_json(const Preprocessing& preprocessing);
Preprocessing preprocessing_from_json(const std::string& json);

/// Throws std::runtime_error if `preprocessing` cannot be that of data with so many inputs.
void check(const Preprocessing& preprocessing, std::size_t inputs);

/// The name of that document: "preprocessing/0/17" for the first data set and seed 17.
std::string preprocessing_document(std::int64_t data, std::uint32_t seed);

}  // namespace actlab
