#include "core/random.h"

#include <cmath>
#include <numbers>
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

float TorchRandom::unit_float() {
  return static_cast<float>(engine_() & 0xFFFFFFu) * 0x1p-24f;
}

double TorchRandom::unit_double() {
  const std::uint64_t high = engine_();
  return static_cast<double>((high << 32 | engine_()) & 0x1FFFFFFFFFFFFFu) * 0x1p-53;
}

void TorchRandom::fill_uniform(std::span<float> values, float low, float high) {
  for (float& value : values) value = std::fma(unit_float(), high - low, low);
}

double TorchRandom::normal() {
  if (spare_) return *std::exchange(spare_, std::nullopt);
  const double angle = 2 * std::numbers::pi * unit_double();
  const double radius = std::sqrt(-2 * std::log1p(-unit_double()));
  spare_ = radius * std::sin(angle);
  return radius * std::cos(angle);
}

// The first eight of `pairs` are uniform numbers for radii, the last eight for angles; the normal numbers replace them.
// The angle is rounded to float as in torch: near a root of the cosine the difference is visible.
void TorchRandom::fill_sixteen(std::span<float, 16> pairs, float std) {
  for (float& uniform : pairs) uniform = unit_float();
  for (std::size_t i = 0; i < 8; ++i) {
    const double radius = std::sqrt(-2 * std::log1p(-static_cast<double>(pairs[i])));
    const float angle = static_cast<float>(2 * std::numbers::pi) * pairs[i + 8];
    pairs[i] = static_cast<float>(radius * std::cos(static_cast<double>(angle)) * std);
    pairs[i + 8] = static_cast<float>(radius * std::sin(static_cast<double>(angle)) * std);
  }
}

void TorchRandom::fill_normal(std::span<float> values, double std) {
  if (values.size() < 16) {
    for (float& value : values) value = static_cast<float>(normal() * std);
    return;
  }
  // torch draws all uniform numbers first and then transforms them in groups of sixteen. A remainder at the end is
  // replaced by redrawing the last sixteen values.
  for (std::size_t i = 0; i + 16 <= values.size(); i += 16) fill_sixteen(values.subspan(i).first<16>(), float(std));
  const std::size_t rest = values.size() % 16;
  if (rest == 0) return;
  engine_.discard(rest);
  fill_sixteen(values.last<16>(), float(std));
}

}  // namespace actlab
