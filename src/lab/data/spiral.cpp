#include "lab/data/spiral.h"

#include <fmt/format.h>

#include <cmath>

#include "lab/data/plane.h"

namespace actlab {
namespace {

Samples draw(const Spiral& spiral, std::int64_t per_class, NumpyRandom& random) {
  return draw_points(spiral.classes * per_class, [&](std::int64_t row) {
    const std::int64_t c = row / per_class, i = row % per_class;
    const double start = 4.0 * static_cast<double>(c);
    const double radius = linspace(0, 1, per_class, i);
    const double angle = linspace(start, start + 4, per_class, i) + random.randn() * spiral.noise;
    return PlanePoint{radius * std::sin(angle * 2.5), radius * std::cos(angle * 2.5), c};
  });
}

}  // namespace

void Spiral::declare(Fields& fields) {
  fields.integer("classes", classes, between(2, 1000), "arms of the spiral");
  fields.integer("samples_per_class", samples_per_class, sample_count, "points per arm to train on");
  fields.integer("test_samples_per_class", test_samples_per_class, test_sample_count,
                 "fresh points per arm to test on");
  fields.real("noise", noise, non_negative, "standard deviation of the angle, before it is multiplied by 2.5");
}

Dataset Spiral::make(NumpyRandom& random) const {
  std::vector<std::string> names;
  for (std::int64_t c = 0; c < classes; ++c) names.push_back(std::to_string(c));
  const Samples train = draw(*this, samples_per_class, random);
  return plane_dataset(train, draw(*this, test_samples_per_class, random), std::move(names));
}

std::string Spiral::describe() const {
  return fmt::format("spiral, {} classes of {} samples, {} each for testing", classes, samples_per_class,
                     test_samples_per_class);
}

}  // namespace actlab
