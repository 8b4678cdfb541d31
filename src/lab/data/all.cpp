#include "lab/data/all.h"

#include "core/random.h"

namespace actlab {

Dataset make_dataset(const DataConfig& config, std::uint32_t seed) {
  NumpyRandom random = data_stream(seed);
  return std::visit([&](const auto& data) { return data.make(random); }, config);
}

std::string describe(const DataConfig& config) {
  return std::visit([](const auto& data) { return data.describe(); }, config);
}

bool is_regression(const DataConfig& config) {
  return std::visit([](const auto& data) { return data.is_regression(); }, config);
}

}  // namespace actlab
