#include "lab/data/xor.h"

#include <fmt/format.h>

#include "lab/data/plane.h"

namespace actlab {
namespace {

Samples draw(const Xor& quadrants, std::int64_t count, NumpyRandom& random) {
  return draw_points(count, [&](std::int64_t) {
    const double x0 = random.uniform(-1, 1), x1 = random.uniform(-1, 1);
    return with_noise({x0, x1, (x0 > 0) != (x1 > 0) ? 1 : 0}, quadrants.noise, random);
  });
}

}  // namespace

void Xor::declare(Fields& fields) {
  fields.integer("samples", samples, sample_count, "points to train on");
  fields.integer("test_samples", test_samples, test_sample_count, "fresh points to test on");
  fields.real("noise", noise, non_negative, "standard deviation of each coordinate");
}

Dataset Xor::make(NumpyRandom& random) const {
  const Samples train = draw(*this, samples, random);
  return plane_dataset(train, draw(*this, test_samples, random), {"same sign", "different signs"});
}

std::string Xor::describe() const {
  return fmt::format("xor, {} samples, {} for testing", samples, test_samples);
}

}  // namespace actlab
