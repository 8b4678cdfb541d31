#include "lab/data/all.h"

#include "core/random.h"

namespace actlab {

Dataset make_dataset(const DataConfig& config, std::uint32_t seed) {
  NumpyRandom random = data_stream(seed);
  return std::visit([&](const auto& data) { return data.make(random); }, config);
}

DataConfig fewest_samples(DataConfig config) {
  std::visit(
      [](auto& data) {
        if constexpr (requires { data.samples_per_class; })
          data.samples_per_class = data.test_samples_per_class = 1;
        else if constexpr (requires { data.folder; })
          return;  // all of the files must be readable
        else if constexpr (requires { data.samples + data.test_samples; })
          data.samples = data.test_samples = 1;
      },
      config);
  return config;
}

double least_memory(const DataConfig& config) {
  // Two coordinates, or an input and a target, in float32; and a label of 8 bytes.
  constexpr double bytes_per_point = 16, copies = 2;
  const auto points = [](const auto& data) -> double {
    if constexpr (requires { data.samples_per_class; })
      return static_cast<double>(data.classes) *
             (static_cast<double>(data.samples_per_class) + static_cast<double>(data.test_samples_per_class));
    else if constexpr (requires { data.samples + data.test_samples; })
      return static_cast<double>(data.samples) + static_cast<double>(data.test_samples);
    else
      return 0;
  };
  return copies * bytes_per_point * std::visit(points, config);
}

std::string describe(const DataConfig& config) {
  return std::visit([](const auto& data) { return data.describe(); }, config);
}

}  // namespace actlab
