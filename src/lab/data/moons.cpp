#include "lab/data/moons.h"

#include <fmt/format.h>

#include <cmath>

#include "lab/data/plane.h"

namespace actlab {
namespace {

Samples draw(const Moons& moons, std::int64_t count, NumpyRandom& random) {
  const std::int64_t upper = count - count / 2;
  return draw_points(count, [&](std::int64_t i) {
    const std::int64_t label = i < upper ? 0 : 1;
    const double t = label == 0 ? linspace(0, M_PI, upper, i) : linspace(0, M_PI, count / 2, i - upper);
    const PlanePoint point = label == 0 ? PlanePoint{std::cos(t), std::sin(t), label}
                                        : PlanePoint{1 - std::cos(t), 0.5 - std::sin(t), label};
    return with_noise(point, moons.noise, random);
  });
}

}  // namespace

void Moons::declare(Fields& fields) {
  fields.integer("samples", samples, sample_count, "points to train on");
  fields.integer("test_samples", test_samples, test_sample_count, "fresh points to test on");
  fields.real("noise", noise, non_negative, "standard deviation of each coordinate");
}

Dataset Moons::make(NumpyRandom& random) const {
  const Samples train = draw(*this, samples, random);
  return plane_dataset(train, draw(*this, test_samples, random), {"upper", "lower"});
}

std::string Moons::describe() const {
  return fmt::format("moons, {} samples, {} for testing", samples, test_samples);
}

}  // namespace actlab
