#include "lab/statistics/permutation.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <limits>
#include <vector>

#include "core/random.h"

namespace actlab {
namespace {

constexpr std::size_t most_exact = 20;
constexpr std::size_t sampled_patterns = 9999;
constexpr std::uint64_t sign_stream = 0x51697F11;  // any constant: p is a function of the differences alone

// The sums of all sign patterns: bit i of the index flips values[i].
std::vector<double> signed_sums(std::span<const double> values) {
  std::vector<double> sums{0};
  for (const double value : values) {
    const std::size_t half = sums.size();
    sums.resize(2 * half);
    for (std::size_t i = 0; i < half; ++i) {
      sums[half + i] = sums[i] - value;
      sums[i] += value;
    }
  }
  return sums;
}

// Sums that differ by rounding only count as equal.
class Extreme {
 public:
  explicit Extreme(std::span<const double> values) {
    double sum = 0, size = 0;
    for (const double value : values) {
      sum += value;
      size += std::abs(value);
    }
    threshold_ = std::abs(sum) - 100 * std::numeric_limits<double>::epsilon() * size;
  }
  bool operator()(double sum) const { return std::abs(sum) >= threshold_; }

 private:
  double threshold_;
};

double exact_p(std::span<const double> values, const Extreme& is_extreme) {
  // Adding the sums of two halves keeps rounding small: no sum has more than n terms.
  const std::vector<double> left = signed_sums(values.first(values.size() / 2));
  const std::vector<double> right = signed_sums(values.subspan(values.size() / 2));
  std::size_t extreme = 0;
  for (const double a : left)
    for (const double b : right) extreme += is_extreme(a + b);
  return static_cast<double>(extreme) / static_cast<double>(left.size() * right.size());
}

// The sums of eight values at a time are looked up, so that a pattern costs a byte for eight values.
double sampled_p(std::span<const double> values, const Extreme& is_extreme) {
  std::vector<std::vector<double>> tables;
  for (std::size_t i = 0; i < values.size(); i += 8)
    tables.push_back(signed_sums(values.subspan(i, std::min<std::size_t>(8, values.size() - i))));
  SplitMix64 random(sign_stream);
  std::size_t extreme = 0;
  for (std::size_t pattern = 0; pattern < sampled_patterns; ++pattern) {
    double sum = 0;
    std::uint64_t bits = 0;
    for (std::size_t i = 0; i < tables.size(); ++i, bits >>= 8) {
      if (i % 8 == 0) bits = random();
      sum += tables[i][bits & (tables[i].size() - 1)];
    }
    extreme += is_extreme(sum);
  }
  return static_cast<double>(extreme + 1) / static_cast<double>(sampled_patterns + 1);
}

}  // namespace

double sign_flip_p(std::span<const double> differences) {
  std::vector<double> values;
  std::copy_if(differences.begin(), differences.end(), std::back_inserter(values), [](double d) { return d != 0; });
  if (values.empty()) return 1;
  const Extreme is_extreme(values);
  return values.size() <= most_exact ? exact_p(values, is_extreme) : sampled_p(values, is_extreme);
}

}  // namespace actlab
