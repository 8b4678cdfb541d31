#include "lab/statistics/resampler.h"

#include <algorithm>
#include <cstddef>
#include <numeric>

namespace actlab {

Resampler::Resampler(const Strata& strata) {
  std::vector<double> all;
  for (const auto& stratum : strata) all.insert(all.end(), stratum.begin(), stratum.end());
  std::vector<std::uint32_t> order(all.size());
  std::iota(order.begin(), order.end(), 0u);
  std::sort(order.begin(), order.end(), [&](std::uint32_t a, std::uint32_t b) { return all[a] < all[b]; });
  std::vector<std::uint32_t> rank(all.size());
  for (std::uint32_t i = 0; i < order.size(); ++i) {
    rank[order[i]] = i;
    sorted_.push_back(all[order[i]]);
  }
  auto next = rank.begin();
  for (const auto& stratum : strata) {
    const auto end = next + static_cast<std::ptrdiff_t>(stratum.size());
    if (next != end) places_.emplace_back(next, end);
    next = end;
  }
  counts_.resize(all.size());
  resample_.resize(all.size());
}

std::span<const double> Resampler::draw(SplitMix64& random) {
  std::fill(counts_.begin(), counts_.end(), 0u);
  for (const auto& places : places_) {
    const std::uint64_t n = places.size();
    for (std::uint64_t i = 0; i < n; i += 2) {  // two indices from one random number
      const std::uint64_t bits = random();
      ++counts_[places[(bits >> 32) * n >> 32]];
      if (i + 1 < n) ++counts_[places[(bits & 0xFFFFFFFF) * n >> 32]];
    }
  }
  auto to = resample_.begin();
  for (std::size_t i = 0; i < counts_.size(); ++i) to = std::fill_n(to, counts_[i], sorted_[i]);
  return resample_;
}

}  // namespace actlab
