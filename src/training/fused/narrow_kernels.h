#pragma once

// For kernels.cpp only. Narrow networks: a tile of samples goes through all layers before the next one does, so that
// what a layer gives is still at hand when the next layer wants it.
#include "simd/batch_loop.h"
#include "simd/wide.h"
#include "training/fused/matrix_kernels.h"

namespace actlab::fused {
namespace {

template <class A, int vectors>
void narrow_forward_tile(const NarrowPass& pass, std::int64_t column) {
  for (std::int64_t l = 0; l < pass.count; ++l) {
    const NarrowLayer layer = pass.layers[l];
    for (std::int64_t u = 0; u < layer.outputs; ++u) {
      const float* w = layer.w + u * layer.row;
      const float* x = layer.x + column;
      V z[vectors];
      ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) z[v] = V(w[layer.inputs]);
      for (std::int64_t k = 0; k < layer.inputs; ++k, x += layer.x_row) {
        const V weight(w[k]);
        ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) z[v] = weight * V::load_unaligned(x + v * width) + z[v];
      }
      const std::int64_t at = u * layer.y_row + column;
      if (layer.formula == nullptr) {
        ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) z[v].store_unaligned(layer.y + at + v * width);
        continue;
      }
      const A activation = *static_cast<const A*>(layer.formula);
      ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) {
        if constexpr (A::spec.saved == Saved::input) z[v].store_unaligned(layer.saved + at + v * width);
        value_of(activation, z[v]).store_unaligned(layer.y + at + v * width);
      }
    }
  }
}

template <class A, int vectors>
void narrow_backward_tile(const NarrowPass& pass, std::int64_t column) {
  for (std::int64_t l = pass.count; l-- > 0;) {
    const NarrowLayer layer = pass.layers[l];
    for (std::int64_t u = 0; u < layer.outputs; ++u) {
      const std::int64_t at = u * layer.y_row + column;
      V d[vectors];
      if (layer.formula == nullptr) {
        ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) d[v] = V::load_unaligned(layer.d + at + v * width);
      } else {
        const NarrowLayer above = pass.layers[l + 1];
        ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) d[v] = V(0.0f);
        for (std::int64_t o = 0; o < above.outputs; ++o) {
          const V weight(above.w[o * above.row + u]);
          const float* from = above.d + o * above.y_row + column;
          ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) d[v] = weight * V::load_unaligned(from + v * width) + d[v];
        }
        const A activation = *static_cast<const A*>(layer.formula);
        ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) {
          d[v] = d[v] * derivative_of(activation, V::load_unaligned(layer.saved + at + v * width));
        }
        if (l > 0) {
          ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) d[v].store_unaligned(layer.d + at + v * width);
        }
      }
      float* sums = layer.sums + u * (layer.inputs + 1) * width;
      const float* x = layer.x + column;
      for (std::int64_t k = 0; k < layer.inputs; ++k, x += layer.x_row, sums += width) {
        V sum = V::load_unaligned(sums);
        ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) sum = d[v] * V::load_unaligned(x + v * width) + sum;
        sum.store_unaligned(sums);
      }
      V sum = V::load_unaligned(sums);
      ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) sum = sum + d[v];
      sum.store_unaligned(sums);
    }
  }
}

constexpr int narrow_vectors = 4;

template <class A>
void narrow_forward(const NarrowPass& pass) {
  std::int64_t column = 0;
  for (; column + narrow_vectors * width <= pass.columns; column += narrow_vectors * width) {
    narrow_forward_tile<A, narrow_vectors>(pass, column);
  }
  for (; column < pass.columns; column += width) narrow_forward_tile<A, 1>(pass, column);
}

template <class A>
void narrow_backward(const NarrowPass& pass) {
  std::int64_t column = 0;
  for (; column + narrow_vectors * width <= pass.columns; column += narrow_vectors * width) {
    narrow_backward_tile<A, narrow_vectors>(pass, column);
  }
  for (; column < pass.columns; column += width) narrow_backward_tile<A, 1>(pass, column);
}

void add_lanes(const float* sums, float* totals, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) totals[i] = sum_of_lanes(V::load_unaligned(sums + i * width));
}

}  // namespace
}  // namespace actlab::fused
