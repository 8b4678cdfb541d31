#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lab/data/dataset.h"
#include "lab/training/fused/aligned.h"

namespace actlab::fused {

/// A range of samples in the kernels' layout. Data with few features has one feature per row, with samples side by
/// side. Data with many features keeps one sample per row, so that nothing has to be transposed.
struct Block {
  const float* inputs;
  std::int64_t input_row;      ///< floats from a row of inputs to the next
  const std::int32_t* labels;  ///< null for regression
  const float* values;         ///< null for classes
  std::int64_t value_row;
  std::int64_t samples;  ///< without padding
  std::int64_t columns;  ///< with padding
};

/// Samples in the kernels' layout. Inputs are padded with zeros and have a 1 after the last feature, which the bias
/// multiplies. Labels are int32, padded with -1.
class SampleMatrix {
 public:
  /// Data with at least this many features keeps one sample per row.
  static constexpr std::int64_t wide = 64;

  /// If `one_hot` is not 0, the labels of that many classes are also stored as one-hot values.
  explicit SampleMatrix(const Samples& samples, std::int64_t one_hot = 0);
  /// Creates an empty matrix with room for `capacity` samples of the same shape as those of `like`.
  SampleMatrix(const SampleMatrix& like, std::int64_t capacity);

  std::int64_t size() const { return size_; }
  bool is_wide() const { return is_wide_; }
  /// Without padding; empty for regression.
  std::span<const std::int32_t> labels() const {
    return {labels_.data(), labels_.empty() ? 0 : static_cast<std::size_t>(size_)};
  }

  /// Samples [first, first + count). `first` must be a multiple of `lanes`.
  Block block(std::int64_t first, std::int64_t count) const;

  /// Sets the samples to those of `from` with the indices `order`.
  void gather(const SampleMatrix& from, std::span<const std::int64_t> order);

 private:
  void clear_inputs();
  void set_values(const Matrix& values);  // [samples, outputs]

  std::int64_t size_ = 0, capacity_ = 0;  // capacity: maximum number of samples, padded
  std::int64_t features_ = 0, outputs_ = 0;
  bool is_wide_ = false;
  std::int64_t input_row_ = 0;
  AlignedFloats inputs_;
  std::vector<std::int32_t> labels_;
  AlignedFloats values_;
};

}  // namespace actlab::fused
