#include "lab/data/split.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <utility>

namespace actlab {
namespace {

// The number of test rows of each class: its share, rounded so that the sum is `test_rows` (largest remainders), but at
// least one row less than it has.
std::vector<std::int64_t> test_rows_by_class(const std::vector<std::int64_t>& counts, std::int64_t rows,
                                             std::int64_t test_rows) {
  std::vector<std::int64_t> quotas;
  std::vector<std::pair<double, std::size_t>> remainders;
  std::int64_t left = test_rows;
  for (std::size_t i = 0; i < counts.size(); ++i) {
    const double share = static_cast<double>(counts[i] * test_rows) / static_cast<double>(rows);
    quotas.push_back(static_cast<std::int64_t>(share));
    remainders.emplace_back(share - std::floor(share), i);
    left -= quotas.back();
  }
  std::stable_sort(remainders.begin(), remainders.end(), [](auto a, auto b) { return a.first > b.first; });
  for (const auto& [remainder, i] : remainders) {
    if (left-- > 0) ++quotas[i];
  }
  for (std::size_t i = 0; i < counts.size(); ++i)
    quotas[i] = std::min(quotas[i], std::max<std::int64_t>(counts[i] - 1, 0));
  return quotas;
}

}  // namespace

Split split_by_order(std::span<const std::int64_t> order, std::int64_t test_rows) {
  const auto middle = order.end() - static_cast<std::ptrdiff_t>(test_rows);
  return {{order.begin(), middle}, {middle, order.end()}};
}

Split split_by_class(std::span<const std::int64_t> order, const std::vector<std::int64_t>& labels,
                     std::int64_t test_rows) {
  std::vector<std::int64_t> counts;
  for (const std::int64_t label : labels) {
    counts.resize(std::max(counts.size(), static_cast<std::size_t>(label) + 1));
    ++counts[static_cast<std::size_t>(label)];
  }
  std::vector<std::int64_t> quotas = test_rows_by_class(counts, static_cast<std::int64_t>(labels.size()), test_rows);
  Split split;
  for (auto row = order.rbegin(); row != order.rend(); ++row) {
    std::int64_t& quota = quotas[static_cast<std::size_t>(labels[static_cast<std::size_t>(*row)])];
    (quota > 0 ? split.test : split.train).push_back(*row);
    quota = std::max<std::int64_t>(quota - 1, 0);
  }
  std::reverse(split.train.begin(), split.train.end());
  std::reverse(split.test.begin(), split.test.end());
  return split;
}

}  // namespace actlab
