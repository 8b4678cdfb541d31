#pragma once

// For kernel sources only: softmax, softmin and log-softmax over contiguous rows of float32. The difference from a
// row's largest element keeps its rounding error, because exp magnifies it, and sums are accumulated in float64.
#include <algorithm>
#include <cmath>
#include <limits>

#include "catalogue/kernels/kernel.h"
#include "catalogue/primitives/float32_special.h"
#include "catalogue/primitives/widening.h"

namespace actlab {

/// Calls each(i, is_new) for vectors from element i on that cover a row of n elements, n at least the vector width. The
/// last vector ends with the row and may overlap the previous one; the mask is_new has the lanes that do not overlap.
template <class Each> void for_each_vector_of_row(std::int64_t n, const Each& each) {
  using V = Lanes<float>;
  constexpr std::int64_t width = V::size;
  const V one(1.0f);
  std::int64_t i = 0;
  for (; i + width <= n; i += width) each(i, one > V(0.0f));
  if (i == n) return;
  alignas(64) float lane[width];
  for (std::int64_t j = 0; j < width; ++j) lane[j] = static_cast<float>(j + n - width - i);
  each(n - width, V::load_aligned(lane) >= V(0.0f));
}

/// Accumulates vectors in float64.
class RowSum {
 public:
  void add(const Lanes<float>& x) {
    const auto halves = widen(x);
    add(halves.low.lanes + halves.high.lanes);
  }
  void add(const Lanes<double>& x) { lanes_ = lanes_ + x; }
  double total() const { return sum_of_lanes(lanes_); }

 private:
  Lanes<double> lanes_ = Lanes<double>(0.0);
};

/// x in the lanes of the mask, otherwise 0.
template <class T> Lanes<T> zero_unless(const LanesMask<T>& mask, const Lanes<T>& x) {
  return select(mask, x, Lanes<T>(T(0)));
}

template <RowForm form> Lanes<float> row_input(const float* x) {
  const auto loaded = Lanes<float>::load_unaligned(x);
  if constexpr (form == RowForm::softmin) return -loaded;
  return loaded;
}

template <RowForm form> float row_maximum(const float* x, std::int64_t n) {
  using V = Lanes<float>;
  V largest(-std::numeric_limits<float>::infinity());
  for_each_vector_of_row(n, [&](std::int64_t i, const auto&) { largest = max(row_input<form>(x + i), largest); });
  alignas(64) float lanes[V::size];
  largest.store_aligned(lanes);
  return *std::max_element(lanes, lanes + V::size);
}

/// exp(x - largest).
inline Lanes<float> exp_of_difference(const Lanes<float>& x, float largest) {
  const auto difference = exact_sum(x, Lanes<float>(-largest));
  const auto e =
      scaled_exp(max_propagating_nan(-150.0f, difference.sum), detail::error_below_0(difference.sum, difference.error));
  return scaled(e.factor, e.n);
}

/// One row of n elements, n at least the vector width.
template <RowForm form> [[gnu::flatten]] void whole_row_forward(const float* x, float* y, std::int64_t n) {
  using V = Lanes<float>;
  constexpr std::int64_t width = V::size;
  const float largest = row_maximum<form>(x, n);
  RowSum sum;
  [[maybe_unused]] V ones(0.0f);
  for_each_vector_of_row(n, [&](std::int64_t i, const auto& is_new) {
    const V z = exp_of_difference(row_input<form>(x + i), largest);
    if constexpr (form == RowForm::log_softmax) {
      // Largest elements (z = 1) are counted apart. If there is one, the result is log1p of the others' sum, which
      // keeps its digits.
      sum.add(zero_unless<float>(is_new, select(z == V(1.0f), V(0.0f), z)));
      ones = ones + zero_unless<float>(is_new & (z == V(1.0f)), V(1.0f));
    } else {
      z.store_unaligned(y + i);
      sum.add(zero_unless<float>(is_new, z));
    }
  });
  if constexpr (form == RowForm::log_softmax) {
    const Lanes<double> top(largest), log_sum(std::log1p(sum.total() + (sum_of_lanes(ones) - 1)));
    for_each_vector_of_row(n, [&](std::int64_t i, const auto&) {
      const auto [low, high] = widen(V::load_unaligned(x + i));
      narrow(ExtendedLanes((low.lanes - top) - log_sum), ExtendedLanes((high.lanes - top) - log_sum))
          .store_unaligned(y + i);
    });
  } else {
    const V total(static_cast<float>(sum.total())), last = V::load_unaligned(y + n - width) / total;
    for (std::int64_t i = 0; i + width <= n; i += width) (V::load_unaligned(y + i) / total).store_unaligned(y + i);
    last.store_unaligned(y + n - width);
  }
}

/// sum(y * grad_y), accumulated in float32.
inline float weighted_mean(const float* y, const float* grad_y, std::int64_t n) {
  using V = Lanes<float>;
  V sum(0.0f);
  for_each_vector_of_row(n, [&](std::int64_t i, const auto& is_new) {
    sum = zero_unless<float>(is_new, V::load_unaligned(y + i)) * V::load_unaligned(grad_y + i) + sum;
  });
  return sum_of_lanes(sum);
}

/// One row of n elements, n at least the vector width.
template <RowForm form>
[[gnu::flatten]] void whole_row_backward(const float* y, const float* grad_y, float* grad_x, std::int64_t n) {
  using V = Lanes<float>;
  RowSum sum;
  if constexpr (form == RowForm::log_softmax) {
    for_each_vector_of_row(n, [&](std::int64_t i, const auto& is_new) {
      sum.add(zero_unless<float>(is_new, V::load_unaligned(grad_y + i)));
    });
    const ExtendedLanes total(sum.total());
    for_each_vector_of_row(n, [&](std::int64_t i, const auto&) {
      const auto at = widen(V::load_unaligned(y + i)), g = widen(V::load_unaligned(grad_y + i));
      narrow(g.low - exp(at.low) * total, g.high - exp(at.high) * total).store_unaligned(grad_x + i);
    });
  } else {
    // y sums to 1 up to rounding, so subtracting a constant from grad_y does not change the exact result. Subtracting
    // the weighted mean first avoids cancellation against it.
    const float mean = weighted_mean(y, grad_y, n);
    const ExtendedLanes extended_mean(mean);
    for_each_vector_of_row(n, [&](std::int64_t i, const auto& is_new) {
      const auto at = widen(zero_unless<float>(is_new, V::load_unaligned(y + i)));
      const auto g = widen(V::load_unaligned(grad_y + i));
      sum.add(((g.low - extended_mean) * at.low + (g.high - extended_mean) * at.high).lanes);
    });
    const V centre(mean), total(static_cast<float>(sum.total()));
    for_each_vector_of_row(n, [&](std::int64_t i, const auto&) {
      const V at = V::load_unaligned(y + i), g = V::load_unaligned(grad_y + i);
      ((form == RowForm::softmin ? -at : at) * ((g - centre) - total)).store_unaligned(grad_x + i);
    });
  }
}

template <RowForm form> void row_forward(const float* x, float* y, std::int64_t rows, std::int64_t length) {
  constexpr std::int64_t width = Lanes<float>::size;
  // Shorter rows are padded with numbers that contribute 0 to the sums.
  constexpr float padding =
      form == RowForm::softmin ? std::numeric_limits<float>::infinity() : -std::numeric_limits<float>::infinity();
  for (std::int64_t row = 0; row < rows; ++row, x += length, y += length) {
    if (length >= width) {
      whole_row_forward<form>(x, y, length);
      continue;
    }
    alignas(64) float in[width], out[width];
    std::fill(std::copy_n(x, length, in), in + width, padding);
    whole_row_forward<form>(in, out, width);
    std::copy_n(out, length, y);
  }
}

template <RowForm form>
void row_backward(const float* y, const float* grad_y, float* grad_x, std::int64_t rows, std::int64_t length) {
  constexpr std::int64_t width = Lanes<float>::size;
  constexpr float padding = form == RowForm::log_softmax ? -std::numeric_limits<float>::infinity() : 0.0f;
  for (std::int64_t row = 0; row < rows; ++row, y += length, grad_y += length, grad_x += length) {
    if (length >= width) {
      whole_row_backward<form>(y, grad_y, grad_x, length);
      continue;
    }
    alignas(64) float at[width], in[width] = {}, out[width];
    std::fill(std::copy_n(y, length, at), at + width, padding);
    std::copy_n(grad_y, length, in);
    whole_row_backward<form>(at, in, out, width);
    std::copy_n(out, length, grad_x);
  }
}

}  // namespace actlab
