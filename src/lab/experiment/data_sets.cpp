#include "lab/experiment/data_sets.h"

#include <fmt/format.h>

#include "lab/experiment/config.h"

namespace actlab {
namespace {

DataRecord record_of(const Dataset& data) {
  return {.classes = data.class_names};
}

// The content of a file is known only now: what was read, and how it is split.
std::vector<std::string> description_of(const DataConfig& config, const Dataset& data) {
  if (!data.source) return {describe(config)};
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
  at->second = {static_cast<std::int64_t>(records_.size()), data.features(), data.outputs(), data.is_regression(),
                description_of(config, data)};
  records_.push_back(record_of(data));
  return at->second;
}

}  // namespace actlab
