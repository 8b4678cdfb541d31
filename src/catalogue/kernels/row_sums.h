#pragma once

// For kernel sources only: sums over rows with more digits than the elements have. float32 is summed in float64,
// float64 as a sum and its rounding errors. Each lane has a sum of its own, or all lanes belong to one row.
#include <cmath>

#include "catalogue/primitives/float32_special.h"
#include "catalogue/primitives/widening.h"

namespace actlab {

template <class T> class WideSum;

template <> class WideSum<float> {
 public:
  void add(const Lanes<float>& x) { add(widen(x)); }
  /// Adds weight * (x - centre).
  void add_difference(const Lanes<float>& weight, const Lanes<float>& x, const Lanes<float>& centre) {
    const Halves w = widen(weight), a = widen(x), c = widen(centre);
    add({w.low * (a.low - c.low), w.high * (a.high - c.high)});
  }
  Lanes<float> each_lane() const { return narrow(low_, high_); }
  double all_lanes() const { return sum_of_lanes((low_ + high_).lanes); }
  Halves total() const { return {low_, high_}; }
  /// log(1 + sum + more) in each lane.
  Halves log1p_with(const Lanes<float>& more) const {
    const Halves other = widen(more);
    return {ExtendedLanes(log1p((low_ + other.low).lanes)), ExtendedLanes(log1p((high_ + other.high).lanes))};
  }

 private:
  void add(const Halves& x) {
    low_ = low_ + x.low;
    high_ = high_ + x.high;
  }
  ExtendedLanes low_ = ExtendedLanes(0), high_ = ExtendedLanes(0);
};

template <> class WideSum<double> {
 public:
  void add(const Lanes<double>& x) {
    const auto next = exact_sum(sum_, x);
    sum_ = next.sum;
    error_ = error_ + next.error;
  }
  /// Adds weight * (x - centre).
  void add_difference(const Lanes<double>& weight, const Lanes<double>& x, const Lanes<double>& centre) {
    const auto difference = exact_sum(x, -centre);
    const Lanes<double> product = weight * difference.sum;
    add(product);
    error_ = error_ + (product_error(weight, difference.sum, product) + weight * difference.error);
  }
  Lanes<double> each_lane() const { return sum_ + error_; }
  double all_lanes() const {
    alignas(64) double sums[Lanes<double>::size], errors[Lanes<double>::size];
    sum_.store_aligned(sums);
    error_.store_aligned(errors);
    double total = 0, error = 0;
    for (std::size_t i = 0; i < Lanes<double>::size; ++i) {
      const ExactSum<double> next = exact_sum(total, sums[i]);
      total = next.sum;
      error += next.error + errors[i];
    }
    return total + error;
  }
  Lanes<double> total() const { return each_lane(); }
  /// log(1 + sum + more) in each lane.
  Lanes<double> log1p_with(const Lanes<double>& more) const {
    const auto all = exact_sum(sum_, more);
    return log1p(all.sum + (all.error + error_));
  }

 private:
  Lanes<double> sum_ = Lanes<double>(0.0), error_ = Lanes<double>(0.0);
};

/// The same number in all lanes, as log1p_with() returns it.
template <class T> auto wide(double number) {
  if constexpr (std::is_same_v<T, float>)
    return Halves{ExtendedLanes(number), ExtendedLanes(number)};
  else
    return Lanes<double>(number);
}

/// (x - top) - log_sum.
inline Lanes<float> log_probability(const Lanes<float>& x, const Lanes<float>& top, const Halves& log_sum) {
  const Halves at = widen(x), largest = widen(top);
  return narrow((at.low - largest.low) - log_sum.low, (at.high - largest.high) - log_sum.high);
}
inline Lanes<double> log_probability(const Lanes<double>& x, const Lanes<double>& top, const Lanes<double>& log_sum) {
  const auto difference = exact_sum(x, -top);
  return (difference.sum - log_sum) + error_of(difference.sum, difference.error);
}

/// exp(x - largest), from the difference with its rounding error, which exp magnifies.
inline Lanes<float> exp_of_difference(const Lanes<float>& x, const Lanes<float>& largest) {
  const auto difference = exact_sum(x, -largest);
  const auto e =
      scaled_exp(max_propagating_nan(-150.0f, difference.sum), detail::error_below_0(difference.sum, difference.error));
  return scaled(e.factor, e.n);
}
inline Lanes<double> exp_of_difference(const Lanes<double>& x, const Lanes<double>& largest) {
  const auto difference = exact_sum(x, -largest);
  const Lanes<double> z = exp(difference.sum);
  return z + z * error_of(difference.sum, difference.error);
}

/// g - exp(y) * total, the gradient of log-softmax.
inline Lanes<float> log_softmax_gradient(const Lanes<float>& y, const Lanes<float>& g, const Halves& total) {
  const Halves at = widen(y), grad = widen(g);
  return narrow(grad.low - exp(at.low) * total.low, grad.high - exp(at.high) * total.high);
}
inline Lanes<double> log_softmax_gradient(const Lanes<double>& y, const Lanes<double>& g, const Lanes<double>& total) {
  return fnma(exp(y), total, g);
}

}  // namespace actlab
