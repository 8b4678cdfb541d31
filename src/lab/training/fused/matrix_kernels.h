#pragma once

// For kernels.cpp and hidden_kernels.cpp only. A tile of sums is kept in registers.
#include "catalogue/kernels/evaluate.h"
#include "catalogue/kernels/loop.h"
#include "lab/training/fused/kernels.h"

namespace actlab::fused {
namespace {

using V = Lanes<float>;
constexpr std::int64_t width = static_cast<std::int64_t>(V::size);

// As many sums as fit into registers with their operands: 24 of 32 with AVX-512, else 12 of 16.
#if defined(ACTLAB_ISA_avx512)
constexpr int tile_rows = 6, tile_vectors = 4;
#else
constexpr int tile_rows = 6, tile_vectors = 2;
#endif

/// Stores a product's sums unchanged.
struct Stored {
  explicit Stored(const Product&) {}
  void operator()(const V& sum, float* c, float*) const { sum.store_unaligned(c); }
};

// The sums of a tile are in registers only if its loops are unrolled, which the compiler does not always do by itself.
#define ACTLAB_UNROLL _Pragma("GCC unroll 24")

template <class Out, int rows, int vectors>
void multiply_tile(const Product& product, const Out& out, std::int64_t row, std::int64_t column) {
  const Product p = product;  // a copy, which stores cannot alias
  V sums[rows][vectors];
  float* c = p.c + row * p.c_row + column;
  ACTLAB_UNROLL for (int r = 0; r < rows; ++r) {
    const V start(p.bias != nullptr ? p.bias[(row + r) * p.a_row] : 0.0f);
    ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) {
      sums[r][v] = p.add_to_c ? V::load_unaligned(c + r * p.c_row + v * width) : start;
    }
  }
  const float* a = p.a + row * p.a_row;
  const float* b = p.b + column;
  for (std::int64_t k = 0; k < p.depth; ++k, a += p.a_column, b += p.b_row) {
    V samples[vectors];
    ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) samples[v] = V::load_unaligned(b + v * width);
    ACTLAB_UNROLL for (int r = 0; r < rows; ++r) {
      const V weight(a[r * p.a_row]);
      ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) sums[r][v] = weight * samples[v] + sums[r][v];
    }
  }
  float* other = p.other + row * p.c_row + column;
  ACTLAB_UNROLL for (int r = 0; r < rows; ++r) {
    ACTLAB_UNROLL for (int v = 0; v < vectors; ++v) {
      const std::int64_t at = r * p.c_row + v * width;
      out(sums[r][v], c + at, other + at);
    }
  }
}

// Multiplies the rows from `row` on in tiles of `rows`, and the rest in a smaller tile.
template <class Out, int rows, int vectors>
void multiply_rows(const Product& p, const Out& out, std::int64_t row, std::int64_t column) {
  for (; row + rows <= p.rows; row += rows) multiply_tile<Out, rows, vectors>(p, out, row, column);
  if constexpr (rows > 1) {
    if (row < p.rows) multiply_rows<Out, rows - 1, vectors>(p, out, row, column);
  }
}

template <class Out> void multiply(const Product& p) {
  const Out out(p);
  std::int64_t column = 0;
  for (; column + tile_vectors * width <= p.columns; column += tile_vectors * width) {
    multiply_rows<Out, tile_rows, tile_vectors>(p, out, 0, column);
  }
  for (; column < p.columns; column += width) multiply_rows<Out, tile_rows, 1>(p, out, 0, column);
}

}  // namespace
}  // namespace actlab::fused
