#include "core/random.h"

#include <cmath>
#include <numeric>
#include <utility>

namespace actlab {

double NumpyRandom::random_sample() {
  const std::uint32_t high = engine_() >> 5, low = engine_() >> 6;
  return (high * 67108864.0 + low) / 9007199254740992.0;
}

double NumpyRandom::randn() {
  if (has_spare_) {
    has_spare_ = false;
    return spare_;
  }
  double u, v, square;
  do {
    u = 2.0 * random_sample() - 1.0;
    v = 2.0 * random_sample() - 1.0;
    square = u * u + v * v;
  } while (square >= 1.0 || square == 0.0);
  const double scale = std::sqrt(-2.0 * std::log(square) / square);
  spare_ = scale * u;
  has_spare_ = true;
  return scale * v;
}

std::uint64_t NumpyRandom::bounded(std::uint64_t max) {
  std::uint64_t mask = max;
  for (int shift = 1; shift < 64; shift *= 2) mask |= mask >> shift;
  const auto draw = [&]() -> std::uint64_t {
    if (max <= 0xFFFFFFFFu) return engine_();
    const std::uint64_t high = engine_();
    return high << 32 | engine_();
  };
  std::uint64_t value;
  do {
    value = draw() & mask;
  } while (value > max);
  return value;
}

std::vector<std::int64_t> NumpyRandom::permutation(std::int64_t n) {
  std::vector<std::int64_t> order(static_cast<std::size_t>(n));
  std::iota(order.begin(), order.end(), std::int64_t{0});
  for (std::int64_t i = n - 1; i > 0; --i) {
    const auto j = bounded(static_cast<std::uint64_t>(i));
    std::swap(order[static_cast<std::size_t>(i)], order[j]);
  }
  return order;
}

}  // namespace actlab
