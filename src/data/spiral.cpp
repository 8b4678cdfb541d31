#include "data/spiral.h"

#include <fmt/format.h>

#include <cmath>

namespace actlab {
namespace {

// Element i of `np.linspace(first, last, count)`, rounded as NumPy rounds it: the last one is exact.
double linspace(double first, double last, std::int64_t count, std::int64_t i) {
  if (i == 0) return first;
  if (i == count - 1) return last;
  const double step = (last - first) / static_cast<double>(count - 1);
  return static_cast<double>(i) * step + first;
}

Samples draw(const Spiral& spiral, std::int64_t per_class, NumpyRandom& random) {
  const std::int64_t samples = spiral.classes * per_class;
  Samples drawn{torch::empty({samples, 2}, torch::kFloat32), torch::empty({samples}, torch::kInt64)};
  auto inputs = drawn.inputs.accessor<float, 2>();
  auto targets = drawn.targets.accessor<std::int64_t, 1>();
  for (std::int64_t row = 0; row < samples; ++row) {
    const std::int64_t c = row / per_class, i = row % per_class;
    const double start = 4.0 * static_cast<double>(c);
    const double radius = linspace(0, 1, per_class, i);
    const double angle = linspace(start, start + 4, per_class, i) + random.randn() * spiral.noise;
    inputs[row][0] = static_cast<float>(radius * std::sin(angle * 2.5));
    inputs[row][1] = static_cast<float>(radius * std::cos(angle * 2.5));
    targets[row] = c;
  }
  return drawn;
}

}  // namespace

void Spiral::declare(Fields& fields) {
  fields.integer("classes", classes, between(2, 1000), "arms of the spiral");
  fields.integer("samples_per_class", samples_per_class, sample_count, "points of each arm to train on");
  fields.integer("test_samples_per_class", test_samples_per_class, test_sample_count,
                 "fresh points of each arm to test on");
  fields.real("noise", noise, non_negative, "standard deviation of the angle, before its factor of 2.5");
}

Dataset Spiral::make(NumpyRandom& random) const {
  Dataset data;
  data.train = draw(*this, samples_per_class, random);
  data.test = draw(*this, test_samples_per_class, random);
  data.classes = classes;
  for (std::int64_t c = 0; c < classes; ++c) data.class_names.push_back(std::to_string(c));
  data.feature_names = {"x0", "x1"};
  return data;
}

std::string Spiral::describe() const {
  return fmt::format("spiral, {} classes of {} samples, {} each for testing", classes, samples_per_class,
                     test_samples_per_class);
}

}  // namespace actlab
