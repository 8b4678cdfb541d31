#include "lab/data/sine.h"

#include <fmt/format.h>

#include <cmath>
#include <numbers>

namespace actlab {
namespace {

// The points (i + offset) / samples.
Samples grid(std::int64_t samples, double offset) {
  Samples points{Matrix(samples, 1), {}, Matrix(samples, 1)};
  for (std::int64_t i = 0; i < samples; ++i) {
    const double x = (static_cast<double>(i) + offset) / static_cast<double>(samples);
    points.inputs.at(i, 0) = static_cast<float>(x);
    points.values.at(i, 0) = static_cast<float>(std::sin(2 * std::numbers::pi * x));
  }
  return points;
}

}  // namespace

void Sine::declare(Fields& fields) {
  fields.integer("samples", samples, sample_count, "points to train on");
  fields.integer("test_samples", test_samples, test_sample_count,
                 "points to test on; if as many as samples, halfway between the training points");
}

Dataset Sine::make(NumpyRandom&) const {
  Dataset data;
  data.train = grid(samples, 0);
  data.test = grid(test_samples, 0.5);
  data.feature_names = {"x"};
  return data;
}

std::string Sine::describe() const {
  return fmt::format("sine, {} samples, {} for testing", samples, test_samples);
}

}  // namespace actlab
