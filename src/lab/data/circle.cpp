#include "lab/data/circle.h"

#include <fmt/format.h>

#include "lab/data/plane.h"

namespace actlab {
namespace {

Samples draw(const Circle&, std::int64_t samples, NumpyRandom& random) {
  return draw_points(samples, [&](std::int64_t) {
    const double x0 = random.uniform(-1.5, 1.5), x1 = random.uniform(-1.5, 1.5);
    return PlanePoint{x0, x1, x0 * x0 + x1 * x1 < 1 ? 1 : 0};
  });
}

}  // namespace

void Circle::declare(Fields& fields) {
  fields.integer("samples", samples, sample_count, "points to train on");
  fields.integer("test_samples", test_samples, test_sample_count, "fresh points to test on");
}

Dataset Circle::make(NumpyRandom& random) const {
  const Samples train = draw(*this, samples, random);
  return plane_dataset(train, draw(*this, test_samples, random), {"outside", "inside"});
}

std::string Circle::describe() const {
  return fmt::format("circle, {} samples, {} for testing", samples, test_samples);
}

}  // namespace actlab
