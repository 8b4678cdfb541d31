#pragma once

#include <array>
#include <cstdint>

#include "training/fused/update_rules.h"

/// What the fused engine computes with, compiled once an instruction set. Matrices of activations hold one feature a
/// row and one sample a column ("samples side by side"), so that a vector register holds as many samples as it has
/// lanes.
namespace actlab::fused {

/// Rows are padded to a multiple of this many floats whatever the instruction set: the widest register's lanes.
inline constexpr std::int64_t lanes = 16;
constexpr std::int64_t padded(std::int64_t n) {
  return (n + lanes - 1) / lanes * lanes;
}

/// C[r, s] = bias[r] + sum_k A[r, k] * B[k, s]. A is read scalar by scalar through any strides, so that a matrix and
/// its transpose are the same to it; B and C are rows of floats. `columns` is a multiple of `lanes`.
struct Product {
  const float* a;
  std::int64_t a_row;     ///< floats from a row of A to the next
  std::int64_t a_column;  ///< floats from a column of A to the next
  const float* b;
  std::int64_t b_row;
  float* c;
  std::int64_t c_row;
  std::int64_t rows;
  std::int64_t depth;
  std::int64_t columns;
  const float* bias = nullptr;  ///< one a row, `a_row` floats apart; none where null
  bool add_to_c = false;        ///< start from what C holds instead
};

/// C[r, o] = sum_k A[r, k] * B[o, k]: every row of A with every row of B, both contiguous. With samples side by side it
/// is the gradient of a layer's weights; with features side by side, a layer itself. `depth` is a multiple of `lanes`.
struct RowDots {
  const float* a;
  std::int64_t a_row;
  const float* b;
  std::int64_t b_row;
  float* c;
  std::int64_t c_row;
  std::int64_t rows;    ///< of A and C
  std::int64_t others;  ///< rows of B, columns of C
  std::int64_t depth;
  bool add_to_c = false;
};

/// c[r * c_row] += sum_k A[r, k]: the gradient of a layer's biases.
struct RowSums {
  const float* a;
  std::int64_t a_row;
  float* c;
  std::int64_t c_row;
  std::int64_t rows;
  std::int64_t depth;
};

/// One block of samples at the output of a network.
struct LossBlock {
  const float* z;          ///< logits or predictions [outputs, samples]
  float* d;                ///< receives d loss / d z, of the same shape; not written where null
  std::int64_t row;        ///< floats from a row of z and d to the next
  std::int64_t value_row;  ///< the same for `values`
  std::int64_t outputs;
  std::int64_t columns;        ///< padded number of samples
  std::int64_t samples;        ///< columns past this are padding
  const std::int32_t* labels;  ///< classes of the samples, padded with -1; null for regression
  const float* values;         ///< targets [outputs, samples]; null for classes
  float scale;  ///< d is multiplied by this: 1 / (samples of the batch), or 1 / (samples * outputs) for mse
  bool score;   ///< whether `loss` and `correct` are wanted
};

/// What a block adds to the sums over a sample.
struct LossSums {
  double loss = 0;     ///< sum of the loss over the samples (for mse: over samples and outputs)
  double correct = 0;  ///< samples classified rightly
  float probe = 0;     ///< finite exactly where the loss is: known even where the loss itself is not wanted
};

enum class Loss { cross_entropy, bce, mse };

struct Kernels {
  void (*multiply)(const Product&);
  void (*row_dots)(const RowDots&);
  void (*row_sums)(const RowSums&);
  std::array<LossSums (*)(const LossBlock&), 3> loss;  ///< by Loss
  /// One step of `rule` on n parameters (a multiple of `lanes`); `first` and `second` are the rule's running means.
  void (*update)(const UpdateRule& rule, const Step& step, float* w, const float* g, float* first, float* second,
                 std::int64_t n);
};

/// The kernels of the instruction set that simd/isa.h has chosen.
const Kernels& kernels();

}  // namespace actlab::fused
