#pragma once

// For kernels.cpp only. Narrow networks with one hidden layer whose activation is a pass of its own, between two
// kernels that depend on no activation: one for the sums before it and one for the layer after it.
#include <utility>

#include "lab/training/fused/narrow_kernels.h"

namespace actlab::fused {
namespace {

/// In the place of an activation: its derivative was saved by the forward pass.
struct KeptDerivative {
  static constexpr Spec spec{.name = "kept derivative", .source = "", .compute_in_float64 = false};
  template <class V> V backward(V derivative, V grad) const { return derivative * grad; }
};
template <> KeptDerivative activation_of<KeptDerivative>(const NarrowLayer&) {
  return {};
}

/// Multiplies a product's sums by the derivative in `other`.
struct TimesDerivative {
  explicit TimesDerivative(const Product&) {}
  void operator()(const V& sum, float* c, const float* other) const {
    (sum * V::load_unaligned(other)).store_unaligned(c);
  }
};

template <NarrowShape shape, int vectors> void staged_sums_tile(const NarrowPass& pass, std::int64_t column) {
  const NarrowLayer hidden = pass.layers[0];
  V x[shape.inputs][vectors];
  load_rows<shape.inputs>(x, hidden.x + column, hidden.x_row);
  for (std::int64_t u = 0; u < hidden.outputs; ++u) {
    const float* w = hidden.w + u * (shape.inputs + 1);
    float* z = hidden.y + u * hidden.y_row + column;
    ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) {
      V sum(w[shape.inputs]);
      ACTLAB_UNROLL for (int k = 0; k < shape.inputs; ++k) sum = V(w[k]) * x[k][v] + sum;
      sum.store_unaligned(z + v * width);
    }
  }
}

template <NarrowShape shape, int vectors> void staged_outputs_tile(const NarrowPass& pass, std::int64_t column) {
  const NarrowLayer hidden = pass.layers[0], last = pass.layers[1];
  V z[shape.outputs][vectors];
  ACTLAB_UNROLL for (int o = 0; o < shape.outputs; ++o) {
    ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) z[o][v] = V(last.w[o * last.row + hidden.outputs]);
  }
  for (std::int64_t u = 0; u < hidden.outputs; ++u) {
    V h[1][vectors];
    load_rows<1>(h, hidden.y + u * hidden.y_row + column, hidden.y_row);
    ACTLAB_UNROLL for (int o = 0; o < shape.outputs; ++o) {
      const V weight(last.w[o * last.row + u]);
      ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) z[o][v] = weight * h[0][v] + z[o][v];
    }
  }
  store_rows<shape.outputs>(z, last.y + column, last.y_row);
}

template <NarrowShape shape> void staged_sums(const NarrowPass& pass) {
  for_each_tile<tile_vectors>(pass.columns,
                              [&]<int n>(std::int64_t column) { staged_sums_tile<shape, n>(pass, column); });
}
template <NarrowShape shape> void staged_outputs(const NarrowPass& pass) {
  for_each_tile<tile_vectors>(pass.columns,
                              [&]<int n>(std::int64_t column) { staged_outputs_tile<shape, n>(pass, column); });
}

template <std::size_t... i>
constexpr std::array<StagedKernels, narrow_shapes.size()> staged_kernels(std::index_sequence<i...>) {
  return {StagedKernels{staged_sums<narrow_shapes[i]>, staged_outputs<narrow_shapes[i]>,
                        shaped_backward<KeptDerivative, narrow_shapes[i]>}...};
}

}  // namespace
}  // namespace actlab::fused
