#pragma once

// For kernels.cpp only. Sums over the lanes: small ones are kept in registers with one vector per sum, large ones
// transpose B and become the product of matrix_kernels.h.
#include <algorithm>
#include <utility>

#include "lab/training/fused/matrix_kernels.h"

namespace actlab::fused {
namespace {

template <int rows, int others> void dots_tile(const RowDots& dots, std::int64_t row, std::int64_t other) {
  const RowDots p = dots;
  V sums[rows][others];
  ACTLAB_UNROLL for (int r = 0; r < rows; ++r) {
    ACTLAB_UNROLL for (int o = 0; o < others; ++o) sums[r][o] = V(0.0f);
  }
  const float* a = p.a + row * p.a_row;
  const float* b = p.b + other * p.b_row;
  for (std::int64_t k = 0; k < p.depth; k += width) {
    V right[others];
    ACTLAB_UNROLL for (int o = 0; o < others; ++o) right[o] = V::load_unaligned(b + o * p.b_row + k);
    ACTLAB_UNROLL for (int r = 0; r < rows; ++r) {
      const V left = V::load_unaligned(a + r * p.a_row + k);
      ACTLAB_UNROLL for (int o = 0; o < others; ++o) sums[r][o] = left * right[o] + sums[r][o];
    }
  }
  float* c = p.c + row * p.c_row + other;
  ACTLAB_UNROLL for (int r = 0; r < rows; ++r) {
    ACTLAB_UNROLL for (int o = 0; o < others; ++o) {
      float& target = c[r * p.c_row + o];
      target = sum_of_lanes(sums[r][o]) + (p.add_to_c ? target : 0.0f);
    }
  }
}

// A tile with fewer rows is longer, so that the number of sums stays the same, up to twelve per row.
constexpr int dots_rows = tile_vectors;
constexpr int dots_others(int rows) {
  return tile_rows * tile_vectors / rows < 12 ? tile_rows * tile_vectors / rows : 12;
}

template <int rows, int others> void dots_columns(const RowDots& p, std::int64_t row, std::int64_t other) {
  for (; other + others <= p.others; other += others) dots_tile<rows, others>(p, row, other);
  if constexpr (others > 1) {
    if (other < p.others) dots_columns<rows, others - 1>(p, row, other);
  }
}

template <int rows> void dots_rows_from(const RowDots& p, std::int64_t row) {
  for (; row + rows <= p.rows; row += rows) dots_columns<rows, dots_others(rows)>(p, row, 0);
  if constexpr (rows > 1) {
    if (row < p.rows) dots_rows_from<rows - 1>(p, row);
  }
}

// a0 b0 a1 b1 …, from the first half of a and b (first = 0) or the second (first = width / 2).
template <int first, std::size_t... lane>
V::Register interleaved(V::Register a, V::Register b, std::index_sequence<lane...>) {
  return __builtin_shufflevector(a, b, (first + static_cast<int>(lane / 2) + (lane % 2 == 0 ? 0 : width))...);
}

// Each round of interleaving the upper half of the rows with the lower one moves a bit of the row's index into the
// lane's, so that after as many rounds as the index has bits, they are exchanged.
void transpose_square(V (&rows)[V::size]) {
  constexpr int half = static_cast<int>(width / 2);
  constexpr std::make_index_sequence<V::size> all;
  ACTLAB_UNROLL for (int bits = 1; bits < width; bits *= 2) {
    V next[V::size];
    ACTLAB_UNROLL for (int i = 0; i < half; ++i) {
      next[2 * i] = interleaved<0>(rows[i], rows[i + half], all);
      next[2 * i + 1] = interleaved<half>(rows[i], rows[i + half], all);
    }
    ACTLAB_UNROLL for (int i = 0; i < width; ++i) rows[i] = next[i];
  }
}

constexpr std::int64_t strip = tile_vectors * width, strip_depth = 256;

// to[k * strip + i] = from[i * row + k], for i < rows and k < depth, both multiples of the vector's width.
void transpose(const float* from, std::int64_t row, std::int64_t rows, std::int64_t depth, float* to) {
  for (std::int64_t k = 0; k < depth; k += width) {
    for (std::int64_t i = 0; i < rows; i += width) {
      V square[V::size];
      ACTLAB_UNROLL for (int r = 0; r < width; ++r) square[r] = V::load_unaligned(from + (i + r) * row + k);
      transpose_square(square);
      ACTLAB_UNROLL for (int r = 0; r < width; ++r) square[r].store_aligned(to + (k + r) * strip + i);
    }
  }
}

// The columns of C for whole vectors of rows of B. Returns their number.
std::int64_t transposed_dots(const RowDots& p) {
  alignas(64) float columns_of_b[strip_depth * strip];
  const std::int64_t whole = p.others / width * width;
  for (std::int64_t other = 0; other < whole; other += strip) {
    const std::int64_t columns = std::min(strip, whole - other);
    for (std::int64_t k = 0; k < p.depth; k += strip_depth) {
      const std::int64_t depth = std::min(strip_depth, p.depth - k);
      transpose(p.b + other * p.b_row + k, p.b_row, columns, depth, columns_of_b);
      multiply<Stored>({.a = p.a + k,
                        .a_row = p.a_row,
                        .a_column = 1,
                        .b = columns_of_b,
                        .b_row = strip,
                        .c = p.c + other,
                        .c_row = p.c_row,
                        .rows = p.rows,
                        .depth = depth,
                        .columns = columns,
                        .add_to_c = p.add_to_c || k > 0});
    }
  }
  return whole;
}

// Transposing costs as much as the sums over lanes of about this many rows of A for each row of B, by measurement.
bool is_faster_transposed(const RowDots& p) {
  return p.rows * 16 >= p.depth;
}

void row_dots(const RowDots& p) {
  const std::int64_t done = is_faster_transposed(p) ? transposed_dots(p) : 0;
  if (done == p.others) return;
  RowDots rest = p;
  rest.b += done * p.b_row;
  rest.c += done;
  rest.others -= done;
  dots_rows_from<dots_rows>(rest, 0);
}

}  // namespace
}  // namespace actlab::fused
