#include "data/circle.h"

#include <fmt/format.h>

namespace actlab {
namespace {

Samples draw(std::int64_t samples, NumpyRandom& random) {
  Samples drawn{torch::empty({samples, 2}, torch::kFloat32), torch::empty({samples}, torch::kInt64)};
  auto inputs = drawn.inputs.accessor<float, 2>();
  auto targets = drawn.targets.accessor<std::int64_t, 1>();
  for (std::int64_t i = 0; i < samples; ++i) {
    const double x0 = random.uniform(-1.5, 1.5);
    const double x1 = random.uniform(-1.5, 1.5);
    inputs[i][0] = static_cast<float>(x0);
    inputs[i][1] = static_cast<float>(x1);
    targets[i] = x0 * x0 + x1 * x1 < 1 ? 1 : 0;
  }
  return drawn;
}

}  // namespace

void Circle::declare(Fields& fields) {
  fields.integer("samples", samples, sample_count, "points to train on");
  fields.integer("test_samples", test_samples, test_sample_count, "fresh points to test on");
}

Dataset Circle::make(NumpyRandom& random) const {
  Dataset data;
  data.train = draw(samples, random);
  data.test = draw(test_samples, random);
  data.classes = 2;
  data.class_names = {"outside", "inside"};
  data.feature_names = {"x0", "x1"};
  return data;
}

std::string Circle::describe() const {
  return fmt::format("circle, {} samples, {} for testing", samples, test_samples);
}

}  // namespace actlab
