#include "lab/data/rings.h"

#include <fmt/format.h>

#include <cmath>

#include "lab/data/plane.h"

namespace actlab {
namespace {

Samples draw(const Rings& rings, std::int64_t count, NumpyRandom& random) {
  return draw_points(count, [&](std::int64_t i) {
    const double t = random.uniform(0, 2 * M_PI), radius = i % 2 == 0 ? 1 : rings.factor;
    return with_noise({radius * std::cos(t), radius * std::sin(t), i % 2}, rings.noise, random);
  });
}

}  // namespace

void Rings::declare(Fields& fields) {
  fields.integer("samples", samples, sample_count, "points to train on");
  fields.integer("test_samples", test_samples, test_sample_count, "fresh points to test on");
  fields.real("factor", factor, between(0, 1), "radius of the inner ring; that of the outer one is 1");
  fields.real("noise", noise, non_negative, "standard deviation of each coordinate");
}

Dataset Rings::make(NumpyRandom& random) const {
  const Samples train = draw(*this, samples, random);
  return plane_dataset(train, draw(*this, test_samples, random), {"outer", "inner"});
}

std::string Rings::describe() const {
  return fmt::format("rings, {} samples, {} for testing", samples, test_samples);
}

}  // namespace actlab
