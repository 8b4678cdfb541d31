#pragma once

// For kernels.cpp only. A tile of sums is kept in registers, as in matrix_kernels.h, with one vector per sum.
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

void row_dots(const RowDots& p) {
  dots_rows_from<dots_rows>(p, 0);
}

}  // namespace
}  // namespace actlab::fused
