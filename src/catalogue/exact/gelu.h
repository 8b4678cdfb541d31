#pragma once

#include <array>

#include "catalogue/definitions/gelu.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"
#include "catalogue/primitives/normal.h"
#include "catalogue/primitives/widening.h"

namespace actlab {

/// x * normal_cdf(x).
template <class V> V times_normal_cdf(const V& x) {
  const Normal<V> at = normal(x);
  const V bounded = clamp_negative_infinity(x);
  if constexpr (has_guard_digits<V>) return bounded * at.distribution;
  // The tail comes last: the result is larger than the distribution, which underflows before it.
  return select(x < V(-10), (bounded * at.distribution) * at.tail, bounded * (at.distribution + at.distribution_error));
}

/// The derivative of x * normal_cdf(x), away from its root.
template <class V> V times_normal_cdf_derivative_elsewhere(const V& x) {
  const Normal<V> at = normal(x);
  const V bounded = clamp_magnitude(x, 60);
  if constexpr (has_guard_digits<V>) {
    return at.distribution + bounded * at.density;
  } else {
    const V far = (at.distribution + bounded * at.density) * at.tail;
    // From -10 on the two terms partly cancel, so all roundings except those of erfc and exp are corrected.
    // tools/coefficients: one_over_sqrt_2_pi_in_parts
    constexpr double scale = 0.3989422804014327, scale_low = -2.49232720227773e-17;  // 1 / sqrt(2 pi)
    const V square = bounded * bounded;
    const SplitExp<V> e = split_exp(V(0.5) * square);
    const V factor = bounded * V(scale), term = factor * e.head;
    const V factor_error = product_error(bounded, V(scale), factor) + bounded * V(scale_low);
    const V term_error = (product_error(factor, e.head, term) + factor_error * e.head) -
                         term * (V(0.5) * product_error(bounded, bounded, square));
    const ExactSum<V> sum = exact_sum(at.distribution, term * e.tail);
    return select(x < V(-10), far, sum.sum + (sum.error + (term_error * e.tail + at.distribution_error)));
  }
}

/// The derivative of x * normal_cdf(x).
template <class V> V times_normal_cdf_derivative(const V& x) {
  // tools/coefficients: gelu_derivative_root
  constexpr Root<20> root{
      -0.7517915246935645,
      1.4956759177009883e-17,
      0.5,
      {0.4314939923140469,      0.388284982990552,      -0.018199676398671087, -0.1140082332972217,
       -0.014771522148244337,   0.019421679838189067,   0.004539228379125415,  -0.002239538068073497,
       -0.0007448268386746817,  0.00018633974623233514, 8.615947861116571e-05, -1.121438018842664e-05,
       -7.74846130700372e-06,   4.3284506257392273e-07, 5.702764979242107e-07, -1.6044265494246427e-09,
       -3.5459866461783865e-08, -1.396942086426202e-09, 1.90319840501314e-09,  1.4506418938779426e-10}};
  return near_root(root, x, V(0), times_normal_cdf_derivative_elsewhere(x));
}

// tools/coefficients: tanh_gelu_derivative_root
constexpr Root<24> tanh_gelu_derivative_root{
    -0.7524614220710163,
    3.4358218314355225e-17,
    0.5,
    {0.4304000910248585,      0.38751844613578895,    -0.015782853521848023,  -0.11394448308095899,
     -0.016619328343052565,   0.019682309459833118,   0.005261059254921913,   -0.002422731845875097,
     -0.0009274420230205452,  0.0002639276405268104,  0.00012425227802639787, -3.495617169443609e-05,
     -1.595089687164511e-05,  5.918611710893999e-06,  2.433551634429955e-06,  -9.898647747433656e-07,
     -4.3102482988029016e-07, 1.4157556987729457e-07, 7.520740909289922e-08,  -1.6978217459781e-08,
     -1.196180847972441e-08,  1.7637802707907529e-09, 1.744987137846621e-09,  -1.7088112169517324e-10}};

/// 2 sqrt(2 / pi) * (x + 0.044715 * x^3) and its rounding error, which sigmoid magnifies for negative x.
template <class V> WithError<V> twice_tanh_gelu_argument(const V& x) {
  // tools/coefficients: tanh_gelu_factor
  constexpr double factor = 1.5957691216057308, factor_low = -9.96930880911092e-17, cubic = 0.044715;
  const V square = x * x, p = V(cubic) * square;
  const V p_error = product_error(V(cubic), square, p) + V(cubic) * product_error(x, x, square);
  const ExactSum<V> sum = exact_sum(V(1), p);
  const V m = V(factor) * x;
  const V m_error = product_error(V(factor), x, m) + V(factor_low) * x;
  const V value = m * sum.sum;
  return {value, product_error(m, sum.sum, value) + m * (sum.error + p_error) + m_error * sum.sum};
}

/// For float32: u(x) = 2 sqrt(2 / pi) * (x + 0.044715 * x^3).
struct TanhGeluArgument {
  /// The constants are split into two parts; `linear` has so few digits that sum - linear is exact.
  explicit TanhGeluArgument(const Lanes<float>& x) {
    using V = Lanes<float>;
    // tools/coefficients: tanh_gelu_linear_in_parts
    constexpr double linear = 1.5957689285278320313, linear_low = 1.93077898681e-7;
    // tools/coefficients: tanh_gelu_cubic_in_parts
    constexpr double cubic = 0.07135481387376785, cubic_low = 2.39883239e-9;
    const V square = x * x, sum = fma(square, V(cubic), V(linear));
    const V correction = (product_error(V(cubic), square, sum - V(linear)) + V(linear_low)) +
                         fma(product_error(x, x, square), V(cubic), square * V(cubic_low));
    value = x * sum;
    error = fma(x, correction, product_error(x, sum, value));
    rest_of_product = fma(x * square, V(2 * cubic), error);
  }
  Lanes<float> value, error;     ///< u
  Lanes<float> rest_of_product;  ///< x * u'(x) - value
};

/// For float32: with z = exp(u), below 0 x * z / (1 + z) and z * (1 + x * u'(x) + z) / (1 + z)^2.
inline ValueAndDerivative<Lanes<float>> tanh_gelu_with_derivative(const Lanes<float>& x) {
  using V = Lanes<float>;
  const V near = max_propagating_nan(-12.0f, negative_abs(x));
  const TanhGeluArgument u(near);
  const Scaled e = scaled_exp(u.value, u.error);
  const V z = scaled(e.factor, e.n), value = scaled(near * e.factor / (V(1.0f) + z), e.n);
  const V sum = (V(1.0f) + u.value) + u.rest_of_product;
  const V numerator = fma(e.factor, sum, fma(e.factor_error, sum, e.factor * z));
  const V slope = scaled(numerator / fma(z, z + V(2.0f), V(1.0f)), e.n);
  const V below = near_root<10>(tanh_gelu_derivative_root, 0.25, slope, near);
  return {max_propagating_nan(0.0f, x) + value, detail::complement_if_positive(x, below)};
}

/// For float32. Below 0, with t = -x, it is exp(-t^2 / 2) * t * P(t). The minimax approximation (Remez)
/// P(t) = N(t) / (1 + t * (H(t) + sqrt(2 pi) * N(t))) is a quotient in which roundings of N cancel for large t. t *
/// N(t) starts with t / 2, which is exact.
inline Lanes<float> times_normal_cdf(const Lanes<float>& x) {
  using V = Lanes<float>;
  // tools/coefficients: times_normal.n
  constexpr std::array<double, 4> n{2 * 0.457307453, 2 * 0.1975376716, 2 * 0.04551324518, 2 * 0.00485565758};
  // tools/coefficients: times_normal.h
  constexpr std::array<double, 4> h{0.4591863857, 0.1151418652, 0.01211660533, 1.201403186e-6};
  const V t = min_propagating_nan(15.0f, abs(x)), half = V(-0.5f) * t, square = half * t;
  const Exponential e = exponential(square, product_error(half, t, square));
  const V y = square * polynomial<4>(t, n) + half;
  // tools/coefficients: sqrt_2_pi
  const V denominator = V(1.0f) + (t * polynomial<4>(t, h) - y * V(2.5066282746310002));
  return max_propagating_nan(0.0f, x) + scaled((y * e.rest + y) / denominator, e.n);
}

/// For float32. Below 0, with t = -x and t0 at the root: exp(-t^2 / 2) * (t0 - t) * S(t), where
/// S(t) = 1 / sqrt(2 pi) + G(t) / D(t) is a minimax approximation (Remez).
inline Lanes<float> times_normal_cdf_derivative(const Lanes<float>& x) {
  using V = Lanes<float>;
  // tools/coefficients: times_normal_derivative_root.high
  constexpr float root = 0.7517915368080139f;
  // tools/coefficients: times_normal_derivative_root.low
  constexpr double root_low = -1.21144495e-8;
  // tools/coefficients: times_normal_derivative.g
  constexpr std::array<double, 4> g{0.2661357008, 0.2048478975, 0.06685457841, 0.008958689177};
  // tools/coefficients: times_normal_derivative.d
  constexpr std::array<double, 5> d{1.0, 1.433481203, 0.8361477559, 0.2401055349, 0.029872109};
  const V t = min_propagating_nan(15.0f, abs(x)), half = V(-0.5f) * t, square = half * t;
  const Exponential e = exponential(square, product_error(half, t, square));
  const V difference = (V(root) - t) + V(root_low);
  // tools/coefficients: one_over_sqrt_2_pi
  const V cofactor = polynomial<4>(t, g) / polynomial<5>(t, d) + V(0.39894228040143268);
  const V product = difference * cofactor;
  const V below = (product * e.rest + product_error(difference, cofactor, product)) + product;
  return detail::complement_if_positive(x, scaled(below, e.n));
}

template <> struct Exact<definitions::Gelu> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Gelu& a, V x) {
    if (a.approximate == definitions::Gelu::Approximate::none) return times_normal_cdf(x);
    const WithError<V> u = twice_tanh_gelu_argument(clamp_magnitude(x, 40));
    return times_sigmoid(x, u.value, u.error);
  }

  template <class V> static V df(const definitions::Gelu& a, V x) {
    if (a.approximate == definitions::Gelu::Approximate::none) return times_normal_cdf_derivative(x);
    return tanh_derivative(x);
  }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Gelu& a, const Lanes<float>& x) {
    if (a.approximate == definitions::Gelu::Approximate::none)
      return {times_normal_cdf(x), times_normal_cdf_derivative(x)};
    return tanh_gelu_with_derivative(x);
  }

 private:
  template <class V> static V tanh_derivative(const V& x) {
    const V bounded = clamp_magnitude(x, 40);
    const WithError<V> u = twice_tanh_gelu_argument(bounded);
    // x * u'(x) = 3 * u - 2 * factor * x, with its rounding error.
    // tools/coefficients: tanh_gelu_factor
    constexpr double factor = 1.5957691216057308, factor_low = -9.96930880911092e-17;
    const V linear = V(factor) * bounded, thrice = V(3) * u.value;
    const V linear_error = product_error(V(factor), bounded, linear) + V(factor_low) * bounded;
    const ExactSum<V> x_du = exact_sum(thrice, V(-2) * linear);
    const V x_du_error = (product_error(V(3), u.value, thrice) + x_du.error) + (V(3) * u.error - V(2) * linear_error);
    return tanh_derivative_near_root(x, times_sigmoid_derivative(u.value, u.error, x_du.sum, x_du_error));
  }
  template <class V> static V tanh_derivative_near_root(const V& x, const V& elsewhere) {
    return near_root(tanh_gelu_derivative_root, x, V(0), elsewhere);
  }
};

}  // namespace actlab
