#include "lab/data/checkerboard.h"

#include <fmt/format.h>

#include <cmath>

#include "lab/data/plane.h"

namespace actlab {
namespace {

std::int64_t square_of(double x, std::int64_t squares) {
  return static_cast<std::int64_t>(std::floor((x + 1) / 2 * static_cast<double>(squares)));
}

Samples draw(const Checkerboard& board, std::int64_t count, NumpyRandom& random) {
  return draw_points(count, [&](std::int64_t) {
    const double x0 = random.uniform(-1, 1), x1 = random.uniform(-1, 1);
    return with_noise({x0, x1, (square_of(x0, board.squares) + square_of(x1, board.squares)) % 2}, board.noise, random);
  });
}

}  // namespace

void Checkerboard::declare(Fields& fields) {
  fields.integer("samples", samples, sample_count, "points to train on");
  fields.integer("test_samples", test_samples, test_sample_count, "fresh points to test on");
  fields.integer("squares", squares, between(1, 1000), "squares along each side");
  fields.real("noise", noise, non_negative, "standard deviation of each coordinate");
}

Dataset Checkerboard::make(NumpyRandom& random) const {
  const Samples train = draw(*this, samples, random);
  return plane_dataset(train, draw(*this, test_samples, random), {"white", "black"});
}

std::string Checkerboard::describe() const {
  return fmt::format("checkerboard, {} samples, {} for testing", samples, test_samples);
}

}  // namespace actlab
