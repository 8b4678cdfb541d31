#include "lab/experiment/data_sets.h"

#include "lab/experiment/config.h"

namespace actlab {
namespace {

DataRecord record_of(const Dataset& data) {
  return {.classes = data.class_names};
}

}  // namespace

const DataSets::Entry& DataSets::of(const DataConfig& config) {
  const auto [at, is_new] = entries_.try_emplace(data_key(config));
  if (!is_new) return at->second;
  const Dataset data = make_dataset(config, seed_);
  at->second = {static_cast<std::int64_t>(records_.size()), data.features(), data.outputs()};
  records_.push_back(record_of(data));
  return at->second;
}

}  // namespace actlab
