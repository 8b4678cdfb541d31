#pragma once

#include <cstdint>
#include <span>
#include <vector>

namespace actlab {

/// The rows for training and for testing.
struct Split {
  std::vector<std::int64_t> train, test;
};

/// The last `test_rows` rows of `order` are for testing.
Split split_by_order(std::span<const std::int64_t> order, std::int64_t test_rows);

/// Takes the test rows from the end of `order`, the same share of each class up to rounding, but leaves each class at
/// least one row for training, so there may be fewer than `test_rows`. `labels` has the class of each row.
Split split_by_class(std::span<const std::int64_t> order, const std::vector<std::int64_t>& labels,
                     std::int64_t test_rows);

}  // namespace actlab
