#pragma once

#include <array>
#include <cstdint>
#include <span>

#include "lab/training/fused/update_rules.h"

/// The kernels of the fused engine, compiled once per instruction set. Matrices of activations have one feature per row
/// and one sample per column ("samples side by side"), so that each lane of a vector register holds a sample.
namespace actlab::fused {

/// Rows are padded to a multiple of this many floats, the lanes of the widest register, on every instruction set.
inline constexpr std::int64_t lanes = 16;
constexpr std::int64_t padded(std::int64_t n) {
  return (n + lanes - 1) / lanes * lanes;
}

/// C[r, s] = bias[r] + sum_k A[r, k] * B[k, s]. A is read through arbitrary strides, so that it can also be
/// a transposed matrix; B and C are rows of floats. `columns` is a multiple of `lanes`.
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
  const float* bias = nullptr;    ///< one per row, `a_row` floats apart; null for none
  bool add_to_c = false;          ///< start from the values of C instead
  const void* formula = nullptr;  ///< of the activation, for kernels that apply one to the sums
  float* other = nullptr;         ///< the output of f or the argument of df, with the row stride of C
};

/// C[r, o] = sum_k A[r, k] * B[o, k]: all rows of A with all rows of B, both contiguous. With samples side by side this
/// computes the gradient of a layer's weights; with features side by side, a layer's forward pass. `depth` is a
/// multiple of `lanes`.
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
  float* d;                ///< output: d loss / d z, of the same shape; null if not wanted
  std::int64_t row;        ///< floats from a row of z and d to the next
  std::int64_t value_row;  ///< the same for `values`
  std::int64_t outputs;
  std::int64_t columns;        ///< padded number of samples
  std::int64_t samples;        ///< columns past this are padding
  const std::int32_t* labels;  ///< classes of the samples, padded with -1; null for regression
  const float* values;         ///< targets [outputs, samples]; null for classes
  float scale;  ///< d is multiplied by this: 1 / (samples of the batch), or 1 / (samples * outputs) for mse
  bool score;   ///< compute `loss` and `correct`
};

/// Sums over the samples of a block.
struct LossSums {
  double loss = 0;     ///< loss over the samples (for mse: over samples and outputs)
  double correct = 0;  ///< correctly classified samples
  float probe = 0;     ///< finite if and only if the loss is; computed even if the loss is not
};

/// Products that apply an activation to their sums in registers. Null for expensive activations, for which a separate
/// pass is as fast (see `InRegisters`).
struct ActivatedProducts {
  /// A layer's forward pass: `other` receives f(C). C is written only if df takes f's input.
  void (*forward)(const Product&) = nullptr;
  /// The layer's backward pass: C is multiplied by df(other).
  void (*backward)(const Product&) = nullptr;
};

/// A layer of a narrow network; rows of y, saved and d are `y_row` floats apart.
struct NarrowLayer {
  const float* w;    ///< for each output, a row of weights and the bias
  std::int64_t row;  ///< floats from an output's weights to the next's
  std::int64_t inputs, outputs;
  const float* x;
  std::int64_t x_row;
  float* saved;  ///< the argument of df, or the derivative
  float* y;      ///< output: f of the layer
  float* d;      ///< gradient of the outputs: input for the last layer, output for the others except the first
  std::int64_t y_row;
  const void* formula;  ///< of the activation; null in the last layer
  float* sums;          ///< [outputs, inputs + 1] vectors to which the gradients of weights and bias are added by lane
};

struct NarrowPass {
  const NarrowLayer* layers;
  std::int64_t count;
  std::int64_t columns;  ///< padded number of samples
};

/// Kernels that pass one tile of samples at a time through all layers of a narrow network with one activation. Null for
/// activations without such kernels.
struct NarrowKernels {
  void (*forward)(const NarrowPass&) = nullptr;
  void (*backward)(const NarrowPass&) = nullptr;
};

/// Shapes of networks with one hidden layer for which kernels are compiled: a plane with two classes (whose logits are
/// merged) or three, and a curve.
struct NarrowShape {
  std::int64_t inputs, outputs;
};
inline constexpr std::array<NarrowShape, 3> narrow_shapes{{{2, 1}, {2, 3}, {1, 1}}};

/// The same for any activation that is a pass of its own, from the sums in `y` to the outputs in `y` and, for training,
/// the derivatives in `saved`.
struct StagedKernels {
  void (*sums)(const NarrowPass&) = nullptr;      ///< before the activation
  void (*outputs)(const NarrowPass&) = nullptr;   ///< the layer after it
  void (*backward)(const NarrowPass&) = nullptr;  ///< of the whole network
};

/// Kernels of one activation.
struct HiddenKernels {
  ActivatedProducts products;
  NarrowKernels narrow;
  std::array<NarrowKernels, narrow_shapes.size()> shaped;  ///< by narrow_shapes
};

/// Kernels that do not depend on the activation.
struct Kernels {
  std::int64_t width;  ///< floats per vector
  /// Sets totals[i] to the sum of the i-th vector of `sums`.
  void (*add_lanes)(const float* sums, float* totals, std::int64_t n);
  void (*multiply)(const Product&);
  void (*multiply_with_derivative)(const Product&);  ///< C is then multiplied by `other`
  void (*row_dots)(const RowDots&);
  std::array<StagedKernels, narrow_shapes.size()> staged;  ///< by narrow_shapes
  std::array<LossSums (*)(const LossBlock&), 3> loss;      ///< by Loss::Kind
  /// One step of `rule` on n parameters (a multiple of `lanes`); `first` and `second` are the rule's running means.
  void (*update)(const UpdateRule& rule, const Step& step, float* w, const float* g, float* first, float* second,
                 std::int64_t n);
};

/// The kernels of the current instruction set (catalogue/kernels/isa.h).
const Kernels& kernels();

/// The kernels of each activation, in the order of ElementwiseActivations.
const std::span<const HiddenKernels>& hidden_kernels();

}  // namespace actlab::fused
