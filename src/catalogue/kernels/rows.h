#pragma once

// For kernel sources only. Softmax and its kin over dense rows of float32, to the digits of float32: the difference
// from a row's largest keeps its rounding error, which exp would magnify, and sums are taken in float64.
#include <algorithm>
#include <cmath>
#include <limits>

#include "catalogue/primitives/extended.h"

namespace actlab {

/// Calls each(i, is_new) for batches that cover a row of n >= a batch's width: the last one ends with the row and
/// overlaps the one before it; is_new has the lanes that are its own.
template <class Each>
void for_each_batch_of_row(std::int64_t n, const Each& each) {
  using B = Lanes<float>;
  constexpr std::int64_t width = B::size;
  const B none(1.0f);
  std::int64_t i = 0;
  for (; i + width <= n; i += width) each(i, none > B(0.0f));
  if (i == n) return;
  alignas(64) float lane[width];
  for (std::int64_t j = 0; j < width; ++j) lane[j] = static_cast<float>(j + n - width - i);
  each(n - width, B::load_aligned(lane) >= B(0.0f));
}

/// A sum of float32 batches in float64.
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

template <class T>
Lanes<T> or_zero(const LanesMask<T>& condition, const Lanes<T>& x) {
  return select(condition, x, Lanes<T>(T(0)));
}

template <RowForm form>
Lanes<float> row_input(const float* x) {
  const auto loaded = Lanes<float>::load_unaligned(x);
  if constexpr (form == RowForm::softmin) return -loaded;
  return loaded;
}

template <RowForm form>
float largest_of_row(const float* x, std::int64_t n) {
  using B = Lanes<float>;
  B largest(-std::numeric_limits<float>::infinity());
  for_each_batch_of_row(n, [&](std::int64_t i, const auto&) { largest = max(row_input<form>(x + i), largest); });
  alignas(64) float lanes[B::size];
  largest.store_aligned(lanes);
  return *std::max_element(lanes, lanes + B::size);
}

/// exp(x - largest).
inline Lanes<float> exp_below(const Lanes<float>& x, float largest) {
  const auto difference = exact_sum(x, Lanes<float>(-largest));
  const auto e =
      scaled_exp(max_propagating_nan(-150.0f, difference.sum), detail::error_below_0(difference.sum, difference.error));
  return scaled(e.factor, e.n);
}

template <RowForm form>
[[gnu::flatten]] void whole_row_forward(const float* x, float* y, std::int64_t n) {
  using B = Lanes<float>;
  constexpr std::int64_t width = B::size;
  const float largest = largest_of_row<form>(x, n);
  RowSum sum;
  [[maybe_unused]] B ones(0.0f);
  for_each_batch_of_row(n, [&](std::int64_t i, const auto& is_new) {
    const B z = exp_below(row_input<form>(x + i), largest);
    if constexpr (form == RowForm::log_softmax) {
      // Where one z is all there is, the others' digits are the result's.
      sum.add(or_zero<float>(is_new, select(z == B(1.0f), B(0.0f), z)));
      ones = ones + or_zero<float>(is_new & (z == B(1.0f)), B(1.0f));
    } else {
      z.store_unaligned(y + i);
      sum.add(or_zero<float>(is_new, z));
    }
  });
  if constexpr (form == RowForm::log_softmax) {
    const Lanes<double> top(largest), log_sum(std::log1p(sum.total() + (sum_of_lanes(ones) - 1)));
    for_each_batch_of_row(n, [&](std::int64_t i, const auto&) {
      const auto [low, high] = widen(B::load_unaligned(x + i));
      using Wide = ExtendedLanes;
      narrow(Wide((low.lanes - top) - log_sum), Wide((high.lanes - top) - log_sum)).store_unaligned(y + i);
    });
  } else {
    const B total(static_cast<float>(sum.total())), last = B::load_unaligned(y + n - width) / total;
    for (std::int64_t i = 0; i + width <= n; i += width) (B::load_unaligned(y + i) / total).store_unaligned(y + i);
    last.store_unaligned(y + n - width);
  }
}

/// The sum of y * grad_y, to the digits of float32.
inline float weighted_mean(const float* y, const float* grad_y, std::int64_t n) {
  using B = Lanes<float>;
  B sum(0.0f);
  for_each_batch_of_row(n, [&](std::int64_t i, const auto& is_new) {
    sum = or_zero<float>(is_new, B::load_unaligned(y + i)) * B::load_unaligned(grad_y + i) + sum;
  });
  return sum_of_lanes(sum);
}

template <RowForm form>
[[gnu::flatten]] void whole_row_backward(const float* y, const float* grad_y, float* grad_x, std::int64_t n) {
  using B = Lanes<float>;
  using Wide = ExtendedLanes;
  RowSum sum;
  if constexpr (form == RowForm::log_softmax) {
    for_each_batch_of_row(
        n, [&](std::int64_t i, const auto& is_new) { sum.add(or_zero<float>(is_new, B::load_unaligned(grad_y + i))); });
    const Wide total(sum.total());
    for_each_batch_of_row(n, [&](std::int64_t i, const auto&) {
      const auto at = widen(B::load_unaligned(y + i)), g = widen(B::load_unaligned(grad_y + i));
      narrow(g.low - exp(at.low) * total, g.high - exp(at.high) * total).store_unaligned(grad_x + i);
    });
  } else {
    // y sums to 1 but for its rounding, so that a constant in grad_y should make no difference, and makes none where it
    // is near the result's own mean: it leaves what float32 can tell apart.
    const float mean = weighted_mean(y, grad_y, n);
    const Wide wide_mean(mean);
    for_each_batch_of_row(n, [&](std::int64_t i, const auto& is_new) {
      const auto at = widen(or_zero<float>(is_new, B::load_unaligned(y + i)));
      const auto g = widen(B::load_unaligned(grad_y + i));
      sum.add(((g.low - wide_mean) * at.low + (g.high - wide_mean) * at.high).lanes);
    });
    const B centre(mean), total(static_cast<float>(sum.total()));
    for_each_batch_of_row(n, [&](std::int64_t i, const auto&) {
      const B at = B::load_unaligned(y + i), g = B::load_unaligned(grad_y + i);
      ((form == RowForm::softmin ? -at : at) * ((g - centre) - total)).store_unaligned(grad_x + i);
    });
  }
}

template <RowForm form>
void row_forward(const float* x, float* y, std::int64_t rows, std::int64_t length) {
  constexpr std::int64_t width = Lanes<float>::size;
  // What a shorter row is filled up with is 0 in the sums.
  constexpr float nothing =
      form == RowForm::softmin ? std::numeric_limits<float>::infinity() : -std::numeric_limits<float>::infinity();
  for (std::int64_t row = 0; row < rows; ++row, x += length, y += length) {
    if (length >= width) {
      whole_row_forward<form>(x, y, length);
      continue;
    }
    alignas(64) float in[width], out[width];
    std::fill(std::copy_n(x, length, in), in + width, nothing);
    whole_row_forward<form>(in, out, width);
    std::copy_n(out, length, y);
  }
}

template <RowForm form>
void row_backward(const float* y, const float* grad_y, float* grad_x, std::int64_t rows, std::int64_t length) {
  constexpr std::int64_t width = Lanes<float>::size;
  constexpr float nothing = form == RowForm::log_softmax ? -std::numeric_limits<float>::infinity() : 0.0f;
  for (std::int64_t row = 0; row < rows; ++row, y += length, grad_y += length, grad_x += length) {
    if (length >= width) {
      whole_row_backward<form>(y, grad_y, grad_x, length);
      continue;
    }
    alignas(64) float at[width], in[width] = {}, out[width];
    std::fill(std::copy_n(y, length, at), at + width, nothing);
    std::copy_n(grad_y, length, in);
    whole_row_backward<form>(at, in, out, width);
    std::copy_n(out, length, grad_x);
  }
}

}  // namespace actlab
