#pragma once

#include <cstdint>
#include <span>
#include <vector>

#include "lab/data/dataset.h"
#include "lab/training/fused/aligned.h"

namespace actlab::fused {

/// A range of samples as the kernels want them. Few features stand one a row, samples side by side; many stand as they
/// came, one sample a row with its features side by side, so that nothing need be transposed.
struct Block {
  const float* inputs;
  std::int64_t input_row;      ///< floats from a row of inputs to the next
  const std::int32_t* labels;  ///< null for regression
  const float* values;         ///< null for classes
  std::int64_t value_row;
  std::int64_t samples;  ///< real ones
  std::int64_t columns;  ///< with padding
};

/// Samples laid out for the kernels: zero padding, a 1 after a sample's last feature (the input that the bias
/// multiplies), labels as int32 padded with -1.
class SampleMatrix {
 public:
  /// From this many features on, they stand side by side.
  static constexpr std::int64_t wide = 64;

  /// With `one_hot` classes as targets they are also given as values: one output a class, 1 for a sample's own.
  explicit SampleMatrix(const Samples& samples, std::int64_t one_hot = 0);
  /// An empty one with room for `capacity` samples shaped like those of `like`.
  SampleMatrix(const SampleMatrix& like, std::int64_t capacity);

  std::int64_t size() const { return size_; }
  bool is_wide() const { return is_wide_; }

  /// Samples [first, first + count); `first` is a multiple of `lanes`.
  Block block(std::int64_t first, std::int64_t count) const;

  /// Makes this the samples of `from` that `order` names, in that order.
  void gather(const SampleMatrix& from, std::span<const std::int64_t> order);

 private:
  void clear_inputs();
  void set_values(const Matrix& values);  // [samples, outputs]

  std::int64_t size_ = 0, capacity_ = 0;  // capacity: padded number of samples there is room for
  std::int64_t features_ = 0, outputs_ = 0;
  bool is_wide_ = false;
  std::int64_t input_row_ = 0;
  AlignedFloats inputs_;
  std::vector<std::int32_t> labels_;
  AlignedFloats values_;
};

}  // namespace actlab::fused
