#pragma once

// For kernel sources only: softmax, softmin and log-softmax over rows of float32 or float64. A row is contiguous, or it
// is a column of a contiguous matrix; then each lane has a column of its own.
#include <algorithm>
#include <cmath>
#include <limits>
#include <vector>

#include "catalogue/kernels/kernel.h"
#include "catalogue/kernels/row_sums.h"

namespace actlab {

/// Calls each(i, is_new) for vectors from element i on that cover a row of n elements, n at least the vector width. The
/// last vector ends with the row and may overlap the previous one; the mask is_new has the lanes that do not overlap.
template <class T, class Each> void for_each_vector_of_row(std::int64_t n, const Each& each) {
  using V = Lanes<T>;
  constexpr std::int64_t width = V::size;
  const V one(T(1));
  std::int64_t i = 0;
  for (; i + width <= n; i += width) each(i, one > V(T(0)));
  if (i == n) return;
  alignas(64) T lane[width];
  for (std::int64_t j = 0; j < width; ++j) lane[j] = static_cast<T>(j + n - width - i);
  each(n - width, V::load_aligned(lane) >= V(T(0)));
}

/// x in the lanes of the mask, otherwise 0.
template <class T> Lanes<T> zero_unless(const LanesMask<T>& mask, const Lanes<T>& x) {
  return select(mask, x, Lanes<T>(T(0)));
}

template <RowForm form, class T> Lanes<T> row_input(const T* x) {
  const auto loaded = Lanes<T>::load_unaligned(x);
  if constexpr (form == RowForm::softmin) return -loaded;
  return loaded;
}

/// Numbers to pad a row with: they contribute 0 to its sums, in forward and in backward.
template <RowForm form, class T>
constexpr T input_padding = form == RowForm::softmin ? std::numeric_limits<T>::infinity()
                                                     : -std::numeric_limits<T>::infinity();
template <RowForm form, class T>
constexpr T output_padding = form == RowForm::log_softmax ? -std::numeric_limits<T>::infinity() : T(0);

template <RowForm form, class T> T row_maximum(const T* x, std::int64_t n) {
  using V = Lanes<T>;
  V largest(-std::numeric_limits<T>::infinity());
  for_each_vector_of_row<T>(n, [&](std::int64_t i, const auto&) { largest = max(row_input<form>(x + i), largest); });
  alignas(64) T lanes[V::size];
  largest.store_aligned(lanes);
  return *std::max_element(lanes, lanes + V::size);
}

/// The sum of exp(x - largest). For log-softmax, largest elements (whose exponential is 1) are counted apart. If there
/// is one, the result is log1p of the others' sum, which keeps its digits.
template <RowForm form, class T> class ExpSum {
 public:
  WideSum<T> sum;

  void add(const Lanes<T>& z, const LanesMask<T>& counts) {
    const Lanes<T> one(T(1)), zero(T(0));
    if constexpr (form == RowForm::log_softmax) {
      sum.add(zero_unless<T>(counts, select(z == one, zero, z)));
      ones_ = ones_ + zero_unless<T>(counts & (z == one), one);
      if (++counted_ == most_counted) count_on();
    } else {
      sum.add(zero_unless<T>(counts, z));
    }
  }

  /// The largest elements that were counted. Adds nothing further afterwards.
  const WideSum<T>& ones() {
    count_on();
    return all_ones_;
  }

 private:
  static constexpr std::int64_t most_counted = std::int64_t{1} << 22;  // float32 counts up to 2^24

  void count_on() {
    all_ones_.add(ones_);
    ones_ = Lanes<T>(T(0));
    counted_ = 0;
  }

  Lanes<T> ones_ = Lanes<T>(T(0));
  WideSum<T> all_ones_;
  std::int64_t counted_ = 0;
};

/// One row of n elements, n at least the vector width.
template <RowForm form, class T> [[gnu::flatten]] void whole_row_forward(const T* x, T* y, std::int64_t n) {
  using V = Lanes<T>;
  constexpr std::int64_t width = V::size;
  const V largest(row_maximum<form>(x, n));
  ExpSum<form, T> exponentials;
  for_each_vector_of_row<T>(n, [&](std::int64_t i, const auto& is_new) {
    const V z = exp_of_difference(row_input<form>(x + i), largest);
    if constexpr (form != RowForm::log_softmax) z.store_unaligned(y + i);
    exponentials.add(z, is_new);
  });
  const double sum = exponentials.sum.all_lanes();
  if constexpr (form == RowForm::log_softmax) {
    const auto log_sum = wide<T>(std::log1p(sum + (exponentials.ones().all_lanes() - 1)));
    for_each_vector_of_row<T>(n, [&](std::int64_t i, const auto&) {
      log_probability(V::load_unaligned(x + i), largest, log_sum).store_unaligned(y + i);
    });
  } else {
    const V total(static_cast<T>(sum)), last = V::load_unaligned(y + n - width) / total;
    for (std::int64_t i = 0; i + width <= n; i += width) (V::load_unaligned(y + i) / total).store_unaligned(y + i);
    last.store_unaligned(y + n - width);
  }
}

/// The gradient of softmax or softmin. y sums to 1 up to rounding, so subtracting a constant from grad_y does not
/// change the exact result. `mean` is sum(y * grad_y) up to rounding, and `rest` is sum(y * (grad_y - mean)).
template <RowForm form, class T>
Lanes<T> softmax_gradient(const Lanes<T>& y, const Lanes<T>& grad_y, const Lanes<T>& mean, const Lanes<T>& rest) {
  return (form == RowForm::softmin ? -y : y) * ((grad_y - mean) - rest);
}

/// One row of n elements, n at least the vector width.
template <RowForm form, class T>
[[gnu::flatten]] void whole_row_backward(const T* y, const T* grad_y, T* grad_x, std::int64_t n) {
  using V = Lanes<T>;
  WideSum<T> sum;
  const auto at = [&](std::int64_t i) { return V::load_unaligned(y + i); };
  const auto grad = [&](std::int64_t i) { return V::load_unaligned(grad_y + i); };
  if constexpr (form == RowForm::log_softmax) {
    for_each_vector_of_row<T>(n, [&](std::int64_t i, const auto& is_new) { sum.add(zero_unless<T>(is_new, grad(i))); });
    const auto total = wide<T>(sum.all_lanes());
    for_each_vector_of_row<T>(n, [&](std::int64_t i, const auto&) {
      log_softmax_gradient(at(i), grad(i), total).store_unaligned(grad_x + i);
    });
  } else {
    V means(T(0));
    for_each_vector_of_row<T>(
        n, [&](std::int64_t i, const auto& is_new) { means = zero_unless<T>(is_new, at(i)) * grad(i) + means; });
    const V mean(sum_of_lanes(means));
    for_each_vector_of_row<T>(n, [&](std::int64_t i, const auto& is_new) {
      sum.add_difference(zero_unless<T>(is_new, at(i)), grad(i), mean);
    });
    const V rest(static_cast<T>(sum.all_lanes()));
    for_each_vector_of_row<T>(n, [&](std::int64_t i, const auto&) {
      softmax_gradient<form, T>(at(i), grad(i), mean, rest).store_unaligned(grad_x + i);
    });
  }
}

template <RowForm form, class T> void rows_forward(const T* x, T* y, std::int64_t rows, std::int64_t length) {
  constexpr std::int64_t width = Lanes<T>::size;
  for (std::int64_t row = 0; row < rows; ++row, x += length, y += length) {
    if (length >= width) {
      whole_row_forward<form, T>(x, y, length);
      continue;
    }
    alignas(64) T in[width], out[width];
    std::fill(std::copy_n(x, length, in), in + width, input_padding<form, T>);
    whole_row_forward<form, T>(in, out, width);
    std::copy_n(out, length, y);
  }
}

template <RowForm form, class T>
void rows_backward(const T* y, const T* grad_y, T* grad_x, std::int64_t rows, std::int64_t length) {
  constexpr std::int64_t width = Lanes<T>::size;
  for (std::int64_t row = 0; row < rows; ++row, y += length, grad_y += length, grad_x += length) {
    if (length >= width) {
      whole_row_backward<form, T>(y, grad_y, grad_x, length);
      continue;
    }
    alignas(64) T at[width], in[width] = {}, out[width];
    std::fill(std::copy_n(y, length, at), at + width, output_padding<form, T>);
    std::copy_n(grad_y, length, in);
    whole_row_backward<form, T>(at, in, out, width);
    std::copy_n(out, length, grad_x);
  }
}

/// As many columns as a vector has lanes, of n elements that are `stride` apart.
template <RowForm form, class T>
[[gnu::flatten]] void whole_columns_forward(const T* x, T* y, std::int64_t n, std::int64_t stride) {
  using V = Lanes<T>;
  const LanesMask<T> all = V(T(1)) > V(T(0));
  V largest(-std::numeric_limits<T>::infinity());
  for (std::int64_t i = 0; i < n; ++i) largest = max(row_input<form>(x + i * stride), largest);
  ExpSum<form, T> exponentials;
  for (std::int64_t i = 0; i < n; ++i) {
    const V z = exp_of_difference(row_input<form>(x + i * stride), largest);
    if constexpr (form != RowForm::log_softmax) z.store_unaligned(y + i * stride);
    exponentials.add(z, all);
  }
  if constexpr (form == RowForm::log_softmax) {
    const auto log_sum = exponentials.sum.log1p_with(exponentials.ones().each_lane() - V(T(1)));
    for (std::int64_t i = 0; i < n; ++i)
      log_probability(V::load_unaligned(x + i * stride), largest, log_sum).store_unaligned(y + i * stride);
  } else {
    const V total = exponentials.sum.each_lane();
    for (std::int64_t i = 0; i < n; ++i) (V::load_unaligned(y + i * stride) / total).store_unaligned(y + i * stride);
  }
}

/// As many columns as a vector has lanes, of n elements that are `stride` apart.
template <RowForm form, class T>
[[gnu::flatten]] void whole_columns_backward(const T* y, const T* grad_y, T* grad_x, std::int64_t n,
                                             std::int64_t stride) {
  using V = Lanes<T>;
  const auto at = [&](std::int64_t i) { return V::load_unaligned(y + i * stride); };
  const auto grad = [&](std::int64_t i) { return V::load_unaligned(grad_y + i * stride); };
  WideSum<T> sum;
  if constexpr (form == RowForm::log_softmax) {
    for (std::int64_t i = 0; i < n; ++i) sum.add(grad(i));
    const auto total = sum.total();
    for (std::int64_t i = 0; i < n; ++i)
      log_softmax_gradient(at(i), grad(i), total).store_unaligned(grad_x + i * stride);
  } else {
    V mean(T(0));
    for (std::int64_t i = 0; i < n; ++i) mean = at(i) * grad(i) + mean;
    for (std::int64_t i = 0; i < n; ++i) sum.add_difference(at(i), grad(i), mean);
    const V rest = sum.each_lane();
    for (std::int64_t i = 0; i < n; ++i)
      softmax_gradient<form, T>(at(i), grad(i), mean, rest).store_unaligned(grad_x + i * stride);
  }
}

/// Columns of n elements that are `stride` apart, stored side by side. Those that do not fill a vector are padded in a
/// buffer.
template <RowForm form, class T>
void columns_forward(const T* x, T* y, std::int64_t n, std::int64_t columns, std::int64_t stride) {
  constexpr std::int64_t width = Lanes<T>::size;
  std::int64_t column = 0;
  for (; column + width <= columns; column += width) whole_columns_forward<form, T>(x + column, y + column, n, stride);
  const std::int64_t rest = columns - column;
  if (rest == 0) return;
  std::vector<T> in(static_cast<std::size_t>(n * width)), out(in.size());
  for (std::int64_t i = 0; i < n; ++i) std::copy_n(x + i * stride + column, rest, in.data() + i * width);
  whole_columns_forward<form, T>(in.data(), out.data(), n, width);
  for (std::int64_t i = 0; i < n; ++i) std::copy_n(out.data() + i * width, rest, y + i * stride + column);
}

template <RowForm form, class T>
void columns_backward(const T* y, const T* grad_y, T* grad_x, std::int64_t n, std::int64_t columns,
                      std::int64_t stride) {
  constexpr std::int64_t width = Lanes<T>::size;
  std::int64_t column = 0;
  for (; column + width <= columns; column += width)
    whole_columns_backward<form, T>(y + column, grad_y + column, grad_x + column, n, stride);
  const std::int64_t rest = columns - column;
  if (rest == 0) return;
  std::vector<T> at(static_cast<std::size_t>(n * width)), in(at.size()), out(at.size());
  for (std::int64_t i = 0; i < n; ++i) {
    std::copy_n(y + i * stride + column, rest, at.data() + i * width);
    std::copy_n(grad_y + i * stride + column, rest, in.data() + i * width);
  }
  whole_columns_backward<form, T>(at.data(), in.data(), out.data(), n, width);
  for (std::int64_t i = 0; i < n; ++i) std::copy_n(out.data() + i * width, rest, grad_x + i * stride + column);
}

}  // namespace actlab
