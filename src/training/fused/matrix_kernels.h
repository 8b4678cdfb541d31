#pragma once

// For kernels.cpp only. Both kernels keep a tile of sums in registers and feed it from rows of samples.
#include "simd/batch_loop.h"
#include "training/fused/kernels.h"

namespace actlab::fused {
namespace {

using V = Batch<float>;
constexpr std::int64_t width = static_cast<std::int64_t>(V::size);

// Sums that fit the register file beside their operands: 24 of 32 registers with AVX-512, 12 of 16 before.
#if defined(ACTLAB_ISA_avx512)
constexpr int tile_rows = 6, tile_vectors = 4;
#else
constexpr int tile_rows = 6, tile_vectors = 2;
#endif

template <int rows, int vectors>
void multiply_tile(const Product& p, std::int64_t row, std::int64_t column) {
  V sums[rows][vectors];
  float* c = p.c + row * p.c_row + column;
  for (int r = 0; r < rows; ++r) {
    for (int v = 0; v < vectors; ++v) {
      if (p.add_to_c)
        sums[r][v] = V::load_unaligned(c + r * p.c_row + v * width);
      else
        sums[r][v] = V(p.bias != nullptr ? p.bias[(row + r) * p.a_row] : 0.0f);
    }
  }
  const float* a = p.a + row * p.a_row;
  const float* b = p.b + column;
  for (std::int64_t k = 0; k < p.depth; ++k, a += p.a_column, b += p.b_row) {
    V samples[vectors];
    for (int v = 0; v < vectors; ++v) samples[v] = V::load_unaligned(b + v * width);
    for (int r = 0; r < rows; ++r) {
      const V weight(a[r * p.a_row]);
      for (int v = 0; v < vectors; ++v) sums[r][v] = weight * samples[v] + sums[r][v];
    }
  }
  for (int r = 0; r < rows; ++r) {
    for (int v = 0; v < vectors; ++v) sums[r][v].store_unaligned(c + r * p.c_row + v * width);
  }
}

// The rows from `row` on, in tiles of `rows` and then one smaller.
template <int rows, int vectors>
void multiply_rows(const Product& p, std::int64_t row, std::int64_t column) {
  for (; row + rows <= p.rows; row += rows) multiply_tile<rows, vectors>(p, row, column);
  if constexpr (rows > 1) {
    if (row < p.rows) multiply_rows<rows - 1, vectors>(p, row, column);
  }
}

void multiply(const Product& p) {
  std::int64_t column = 0;
  for (; column + tile_vectors * width <= p.columns; column += tile_vectors * width) {
    multiply_rows<tile_rows, tile_vectors>(p, 0, column);
  }
  for (; column < p.columns; column += width) multiply_rows<tile_rows, 1>(p, 0, column);
}

template <int rows, int others>
void dots_tile(const RowDots& p, std::int64_t row, std::int64_t other) {
  V sums[rows][others];
  for (int r = 0; r < rows; ++r) {
    for (int o = 0; o < others; ++o) sums[r][o] = V(0.0f);
  }
  const float* a = p.a + row * p.a_row;
  const float* b = p.b + other * p.b_row;
  for (std::int64_t k = 0; k < p.depth; k += width) {
    V right[others];
    for (int o = 0; o < others; ++o) right[o] = V::load_unaligned(b + o * p.b_row + k);
    for (int r = 0; r < rows; ++r) {
      const V left = V::load_unaligned(a + r * p.a_row + k);
      for (int o = 0; o < others; ++o) sums[r][o] = left * right[o] + sums[r][o];
    }
  }
  float* c = p.c + row * p.c_row + other;
  for (int r = 0; r < rows; ++r) {
    for (int o = 0; o < others; ++o) {
      float& target = c[r * p.c_row + o];
      target = sum_of_lanes(sums[r][o]) + (p.add_to_c ? target : 0.0f);
    }
  }
}

constexpr int dots_rows = tile_vectors, dots_others = tile_rows;

template <int rows, int others>
void dots_columns(const RowDots& p, std::int64_t row, std::int64_t other) {
  for (; other + others <= p.others; other += others) dots_tile<rows, others>(p, row, other);
  if constexpr (others > 1) {
    if (other < p.others) dots_columns<rows, others - 1>(p, row, other);
  }
}

template <int rows>
void dots_rows_from(const RowDots& p, std::int64_t row) {
  for (; row + rows <= p.rows; row += rows) dots_columns<rows, dots_others>(p, row, 0);
  if constexpr (rows > 1) {
    if (row < p.rows) dots_rows_from<rows - 1>(p, row);
  }
}

void row_dots(const RowDots& p) {
  dots_rows_from<dots_rows>(p, 0);
}

void row_sums(const RowSums& p) {
  for (std::int64_t r = 0; r < p.rows; ++r) {
    V sum(0.0f);
    for (std::int64_t k = 0; k < p.depth; k += width) sum = sum + V::load_unaligned(p.a + r * p.a_row + k);
    p.c[r * p.c_row] += sum_of_lanes(sum);
  }
}

}  // namespace
}  // namespace actlab::fused
