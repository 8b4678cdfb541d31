#pragma once

// For hidden_kernels.cpp and staged_kernels.h only. Each tile of samples passes through all layers of a narrow network
// before the next tile, so that a layer's outputs are still in the cache when the next layer reads them.
#include "catalogue/kernels/evaluate.h"
#include "catalogue/kernels/loop.h"
#include "lab/training/fused/matrix_kernels.h"

namespace actlab::fused {
namespace {

/// True if A's derivative is a function of its input, which must be saved for the backward pass.
template <class A> inline constexpr bool keeps_input = A::spec.saved == Saved::input && !A::spec.unit_derivative;

template <int rows, int vectors> void load_rows(V (&to)[rows][vectors], const float* from, std::int64_t row) {
  ACTLAB_UNROLL for (int r = 0; r < rows; ++r) {
    ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) to[r][v] = V::load_unaligned(from + r * row + v * width);
  }
}

template <int rows, int vectors> void store_rows(const V (&from)[rows][vectors], float* to, std::int64_t row) {
  ACTLAB_UNROLL for (int r = 0; r < rows; ++r) {
    ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) from[r][v].store_unaligned(to + r * row + v * width);
  }
}

/// A copy of the layer's activation.
template <class A> A activation_of(const NarrowLayer& layer) {
  return *static_cast<const A*>(layer.formula);
}

// Adds the products of a tile's vectors to a sum by lane.
template <int vectors> void add_products(const V (&a)[vectors], const V (&b)[vectors], float* to) {
  V sum = V::load_unaligned(to);
  ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) sum = a[v] * b[v] + sum;
  sum.store_unaligned(to);
}

template <int vectors> void add_row(const V (&a)[vectors], float* to) {
  V sum = V::load_unaligned(to);
  ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) sum = sum + a[v];
  sum.store_unaligned(to);
}

template <class A, int vectors> void narrow_forward_tile(const NarrowPass& pass, std::int64_t column) {
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
      const A activation = activation_of<A>(layer);
      ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) {
        if constexpr (keeps_input<A>) z[v].store_unaligned(layer.saved + at + v * width);
        value_of(activation, z[v]).store_unaligned(layer.y + at + v * width);
      }
    }
  }
}

template <class A, int vectors> void narrow_backward_tile(const NarrowPass& pass, std::int64_t column) {
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
        const A activation = activation_of<A>(layer);
        ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) {
          d[v] = gradient_of(activation, V::load_unaligned(layer.saved + at + v * width), d[v]);
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

// With inputs and outputs known at compile time, both stay in registers during the loop over the hidden units, which is
// faster than the loops above.
template <class A, NarrowShape shape, int vectors>
void shaped_forward_tile(const NarrowPass& pass, std::int64_t column) {
  const NarrowLayer hidden = pass.layers[0], last = pass.layers[1];
  const A activation = activation_of<A>(hidden);
  V x[shape.inputs][vectors], z[shape.outputs][vectors];
  load_rows<shape.inputs>(x, hidden.x + column, hidden.x_row);
  ACTLAB_UNROLL for (int o = 0; o < shape.outputs; ++o) {
    ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) z[o][v] = V(last.w[o * last.row + hidden.outputs]);
  }
  for (std::int64_t u = 0; u < hidden.outputs; ++u) {
    const float* w = hidden.w + u * (shape.inputs + 1);
    const std::int64_t at = u * hidden.y_row + column;
    V h[vectors];
    ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) {
      h[v] = V(w[shape.inputs]);
      ACTLAB_UNROLL for (int k = 0; k < shape.inputs; ++k) h[v] = V(w[k]) * x[k][v] + h[v];
      if constexpr (keeps_input<A>) h[v].store_unaligned(hidden.saved + at + v * width);
      h[v] = value_of(activation, h[v]);
      h[v].store_unaligned(hidden.y + at + v * width);
    }
    ACTLAB_UNROLL for (int o = 0; o < shape.outputs; ++o) {
      const V weight(last.w[o * last.row + u]);
      ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) z[o][v] = weight * h[v] + z[o][v];
    }
  }
  store_rows<shape.outputs>(z, last.y + column, last.y_row);
}

template <class A, NarrowShape shape, int vectors>
void shaped_backward_tile(const NarrowPass& pass, std::int64_t column) {
  const NarrowLayer hidden = pass.layers[0], last = pass.layers[1];
  const A activation = activation_of<A>(hidden);
  const std::int64_t units = hidden.outputs;
  V x[shape.inputs][vectors], d[shape.outputs][vectors];
  load_rows<shape.inputs>(x, hidden.x + column, hidden.x_row);
  load_rows<shape.outputs>(d, last.d + column, last.y_row);
  ACTLAB_UNROLL for (int o = 0; o < shape.outputs; ++o) add_row(d[o], last.sums + (o * (units + 1) + units) * width);
  for (std::int64_t u = 0; u < units; ++u) {
    const std::int64_t at = u * hidden.y_row + column;
    V h[vectors], dh[vectors];
    ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) {
      h[v] = V::load_unaligned(hidden.y + at + v * width);
      dh[v] = V(0.0f);
    }
    ACTLAB_UNROLL for (int o = 0; o < shape.outputs; ++o) {
      add_products(d[o], h, last.sums + (o * (units + 1) + u) * width);
      const V weight(last.w[o * last.row + u]);
      ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) dh[v] = weight * d[o][v] + dh[v];
    }
    ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) {
      const V saved = keeps_input<A> ? V::load_unaligned(hidden.saved + at + v * width) : h[v];
      dh[v] = gradient_of(activation, saved, dh[v]);
    }
    float* sums = hidden.sums + u * (shape.inputs + 1) * width;
    ACTLAB_UNROLL for (int k = 0; k < shape.inputs; ++k) add_products(dh, x[k], sums + k * width);
    add_row(dh, sums + shape.inputs * width);
  }
}

// Calls `tile` for all columns: `vectors` vectors at a time, then single vectors.
template <int vectors, class Tile> void for_each_tile(std::int64_t columns, const Tile& tile) {
  std::int64_t column = 0;
  for (; column + vectors * width <= columns; column += vectors * width) tile.template operator()<vectors>(column);
  for (; column < columns; column += width) tile.template operator()<1>(column);
}

template <class A> void narrow_forward(const NarrowPass& pass) {
  for_each_tile<4>(pass.columns, [&]<int n>(std::int64_t column) { narrow_forward_tile<A, n>(pass, column); });
}

template <class A> void narrow_backward(const NarrowPass& pass) {
  for_each_tile<4>(pass.columns, [&]<int n>(std::int64_t column) { narrow_backward_tile<A, n>(pass, column); });
}

template <class A, NarrowShape shape> void shaped_forward(const NarrowPass& pass) {
  for_each_tile<tile_vectors>(pass.columns,
                              [&]<int n>(std::int64_t column) { shaped_forward_tile<A, shape, n>(pass, column); });
}

template <class A, NarrowShape shape> void shaped_backward(const NarrowPass& pass) {
  for_each_tile<tile_vectors>(pass.columns,
                              [&]<int n>(std::int64_t column) { shaped_backward_tile<A, shape, n>(pass, column); });
}

}  // namespace
}  // namespace actlab::fused
