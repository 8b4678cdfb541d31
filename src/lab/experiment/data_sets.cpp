#include "lab/experiment/data_sets.h"

#include <fmt/format.h>

#include "lab/experiment/config.h"

namespace actlab {
namespace {

FeatureRecord record_of(const FeatureColumn& column) {
  return {.name = column.name,
          .column = column.column,
          .type = std::string(column_types[static_cast<std::size_t>(column.type)]),
          .first_input = column.first_input,
          .levels = column.levels,
          .first_day = column.first_day};
}

DataRecord record_of(const Dataset& data) {
  DataRecord record{.classes = data.class_names};
  record.inputs = data.feature_names;
  if (!data.source) return record;
  record.file = data.source->file;
  record.hash = data.source->content_hash;
  record.label = data.source->label;
  record.label_day = data.source->label_day;
  for (const FeatureColumn& column : data.source->columns) record.features.push_back(record_of(column));
  return record;
}

// The content of a file is known only now: what was read, and how it is split.
std::vector<std::string> description_of(const DataConfig& config, const Dataset& data) {
  if (!data.source || data.source->summary.empty()) return {describe(config)};
  std::vector<std::string> lines = data.source->summary;
  lines.front() = fmt::format("{}: {}", describe(config), lines.front());
  lines.push_back(fmt::format("{} rows for training, {} for testing", data.train.size(), data.test.size()));
  return lines;
}

}  // namespace

const DataSets::Entry& DataSets::of(const DataConfig& config) {
  const auto [at, is_new] = entries_.try_emplace(data_key(config));
  if (!is_new) return at->second;
  const Dataset data = make_dataset(fewest_samples(config), seed_);
  at->second = {.index = static_cast<std::int64_t>(records_.size()),
                .features = data.features(),
                .outputs = data.outputs(),
                .is_regression = data.is_regression(),
                .description = description_of(config, data),
                .source = data.source};
  records_.push_back(record_of(data));
  return at->second;
}

}  // namespace actlab
