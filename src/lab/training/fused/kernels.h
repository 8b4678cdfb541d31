#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "lab/training/fused/update_rules.h"

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
  const float* bias = nullptr;    ///< one a row, `a_row` floats apart; none where null
  bool add_to_c = false;          ///< start from what C holds instead
  const void* formula = nullptr;  ///< of the activation, where a kernel applies one to the sums
  float* other = nullptr;         ///< rows as far apart as C's: where f is put apart from C, or what df is taken of
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

/// Products that pass through an activation while they are in registers; null for activations that cost so much more
/// than a load and a store that a pass of their own is as good (see `InRegisters`).
struct ActivatedProducts {
  /// A layer: `other` receives f(C), C itself only where df wants f's input.
  void (*forward)(const Product&) = nullptr;
  /// The way back through it: C is multiplied by df(other).
  void (*backward)(const Product&) = nullptr;
};

/// A layer of a narrow network; rows of y, saved and d are `y_row` floats apart.
struct NarrowLayer {
  const float* w;    ///< a row of weights and its bias for each output
  std::int64_t row;  ///< floats from an output's weights to the next's
  std::int64_t inputs, outputs;
  const float* x;
  std::int64_t x_row;
  float* saved;  ///< what df is taken of
  float* y;      ///< receives f of the layer
  float* d;      ///< gradient of the outputs: of the last layer given, of the others received (but of the first)
  std::int64_t y_row;
  const void* formula;  ///< of the activation; null in the last layer
  float* sums;  ///< [outputs, inputs + 1] vectors: the gradients of weights and bias by lane, which are added to
};

struct NarrowPass {
  const NarrowLayer* layers;
  std::int64_t count;
  std::int64_t columns;  ///< padded number of samples
};

/// All layers of a narrow network, of one activation, in one go: nothing but a tile of samples is worked on at a time.
/// Null for activations that have none.
struct NarrowKernels {
  void (*forward)(const NarrowPass&) = nullptr;
  void (*backward)(const NarrowPass&) = nullptr;
};

/// A network of one hidden layer, by the numbers that its kernels are compiled for: those of a plane with two classes
/// (whose logits are merged) or three, and of a curve.
struct NarrowShape {
  std::int64_t inputs, outputs;
};
inline constexpr std::array<NarrowShape, 3> narrow_shapes{{{2, 1}, {2, 3}, {1, 1}}};

/// What is compiled for each activation.
struct HiddenKernels {
  ActivatedProducts products;
  NarrowKernels narrow;
  std::array<NarrowKernels, narrow_shapes.size()> shaped;  ///< as narrow_shapes
};

/// What is the same for all.
struct Kernels {
  std::int64_t width;  ///< floats of a vector
  /// totals[i] = the sum of the i-th vector of `sums`.
  void (*add_lanes)(const float* sums, float* totals, std::int64_t n);
  void (*multiply)(const Product&);
  void (*row_dots)(const RowDots&);
  std::array<LossSums (*)(const LossBlock&), 3> loss;  ///< by Loss::Kind
  /// One step of `rule` on n parameters (a multiple of `lanes`); `first` and `second` are the rule's running means.
  void (*update)(const UpdateRule& rule, const Step& step, float* w, const float* g, float* first, float* second,
                 std::int64_t n);
};

/// The kernels of the instruction set that simd/isa.h has chosen.
const Kernels& kernels();

/// The same, one for each of ElementwiseActivations, in that order.
const std::span<const HiddenKernels>& hidden_kernels();

}  // namespace actlab::fused
