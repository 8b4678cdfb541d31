#pragma once

#include "torch/gradcheck/jacobian.h"

namespace actlab::detail {

/// Compares a random projection v^T J u of each block of the Jacobian instead of its entries, as torch's fast mode
/// does: two evaluations per input and one backward per output. u and v are positive and of length 1, so that errors of
/// one sign add up.
///
/// torch adds up the atol of all entries, so its tolerance grows with the number of elements until an error of the
/// whole gradient fits in. A projection that differs by more than rounding, but is within that tolerance, is therefore
/// followed up: `suspects` are the entries to compare one by one.
class FastMode {
 public:
  /// `values` are the outputs of one evaluation, at these indices.
  FastMode(const Problem& problem, const std::vector<std::size_t>& outputs, const Tensors& values);

  bool within_rounding() const;
  bool within_tolerance() const;  ///< as torch decides it
  bool is_zero() const;           ///< all projections are zero, on both sides
  std::int64_t projections() const { return static_cast<std::int64_t>(blocks_.size()); }

  /// For each block that differs by more than rounding, the entry that bisection leads to; and a sample of rows, with
  /// the largest entry of each.
  Selection suspects() const;

 private:
  struct Block {
    std::size_t input, output;  // positions among the checked inputs and the differentiable outputs
    double analytical, numerical, rounding, tolerance;
    bool within(double limit) const;
  };

  void project(std::size_t input);
  double error_of_rows(const Block& block, std::int64_t first, std::int64_t last) const;
  std::int64_t locate_column(const Block& block, std::int64_t row) const;

  const Problem& problem_;
  const std::vector<std::size_t>& outputs_;
  const Tensors& values_;
  Tensors u_, v_;
  Jacobian gradients_;  // v^T J: for each output and checked input
  std::vector<Block> blocks_;
};

/// About `count` rows of each input, evenly spaced, and the column of the largest entry in each of these rows.
Selection sample(const Problem& problem, const std::vector<std::size_t>& outputs, const Tensors& values,
                 std::int64_t count);

}  // namespace actlab::detail
