#pragma once

#include <array>
#include <cstddef>

#include "catalogue/definitions/tanhshrink.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

/// x - tanh(x) = (x cosh(x) - sinh(x)) / cosh(x). For |x| < 2 the numerator is computed with its Taylor series, whose
/// terms have the same sign.
template <class V> V x_minus_tanh(const V& x) {
  // tools/coefficients: x_minus_tanh_series
  constexpr std::array<double, 13> series{2.0 / 6,
                                          4.0 / 120,
                                          6.0 / 5040,
                                          8.0 / 362880,
                                          10.0 / 39916800,
                                          12.0 / 6227020800,
                                          14.0 / 1307674368000,
                                          16.0 / 355687428096000,
                                          18.0 / 121645100408832000,
                                          20.0 / 51090942171709440000.0,
                                          22.0 / 25852016738884976640000.0,
                                          24.0 / 15511210043330985984000000.0,
                                          26.0 / 10888869450418352160768000000.0};  // 2k / (2k + 1)!
  const V a = abs(x), inner = select(a < V(2), a, V(2));
  const V u = inner * inner;
  if constexpr (has_guard_digits<V>) {
    const V e = exp(-inner);
    const V near = quotient(V(2) * e * (x * (u * polynomial<8>(u, series))), V(1) + e * e);
    return select(a < V(2), near, x - tanh(x));
  } else {
    // tools/coefficients: cosh_series
    constexpr std::array<double, 14> cosh{1.0,
                                          1.0 / 2,
                                          1.0 / 24,
                                          1.0 / 720,
                                          1.0 / 40320,
                                          1.0 / 3628800,
                                          1.0 / 479001600,
                                          1.0 / 87178291200,
                                          1.0 / 20922789888000,
                                          1.0 / 6402373705728000,
                                          1.0 / 2432902008176640000,
                                          1.0 / 1124000727777607680000.0,
                                          1.0 / 620448401733239439360000.0,
                                          1.0 / 403291461126605635584000000.0};  // 1 / (2k)!
    const V cube = x * u, p = polynomial<13>(u, series), product = cube * p;
    const V cube_error = product_error(inner, inner, u) * x + product_error(x, u, cube);
    const V product_rounding = product_error(cube, p, product) + cube_error * p;
    const V near = exact_quotient(product, product_rounding, polynomial<14>(u, cosh), V(0));
    return select(a < V(2), near, x - tanh(x));
  }
}

/// For float32: x^3 * P(x^2) / (H(x^2) + x^2 * P(x^2)), a minimax approximation (Remez) up to |x| = 9.05, from where on
/// tanh(x) rounds to +-1. P starts with 1.
inline Lanes<float> x_minus_tanh(const Lanes<float>& x) {
  using V = Lanes<float>;
  // tools/coefficients: x_minus_tanh.p
  constexpr std::array<double, 3> p{0.06765368791, 0.0009501641436, 2.450013602e-06};
  // tools/coefficients: x_minus_tanh.h
  constexpr std::array<double, 4> h{0.4029608985, 0.01066707489, 6.472162373e-05, 4.390343406e-08};
  const V near = max_propagating_nan(-9.05f, min_propagating_nan(9.05f, x)), square = near * near, cube = near * square;
  const V rest = square * polynomial<3>(square, p);
  // tools/coefficients: x_minus_tanh.h0
  const V denominator = V(3.000000025) + (square * polynomial<4>(square, h) + (square * rest + square));
  const V cube_error = product_error(near, near, square) * near + product_error(near, square, cube);
  const V inner = (cube * rest + cube_error + cube) / denominator;
  return select(abs(x) > V(9.05f), x - copysign(V(1.0f), x), inner);
}

template <> struct Exact<definitions::Tanhshrink> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Tanhshrink&, V x) { return x_minus_tanh(x); }

  template <class V> static V df(const definitions::Tanhshrink& a, V x) {
    if constexpr (has_guard_digits<V>) return a.df(x);
    // A square doubles the relative error of tanh. Near 0, x - (x - tanh(x)) has a smaller one than tanh(x). Elsewhere
    // it is 1 - 1 / cosh(x)^2, with z = exp(-2|x|).
    const V near = x - x_minus_tanh(x), z = exp(V(-2) * abs(x)), sum = V(1) + z;
    return select(abs(x) < V(1), near * near, V(1) - V(4) * z / (sum * sum));
  }

  /// The derivative is (x - f)^2 near 0, where f is small, and elsewhere 1 - 4 z / (1 + z)^2 with z = exp(-2|x|).
  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Tanhshrink&, const Lanes<float>& x) {
    using V = Lanes<float>;
    const V y = x_minus_tanh(x), tanh = x - y, tanh_error = (x - tanh) - y;
    const Scaled e = scaled_exp(max_propagating_nan(min_exp_argument, V(2.0f) * negative_abs(x)));
    const V z = scaled(e.factor, e.n), far = V(1.0f) - V(4.0f) * z / fma(z, z + V(2.0f), V(1.0f));
    return {y, select(abs(x) < V(0.9f), fma(tanh, tanh, (tanh + tanh) * tanh_error), far)};
  }
};

}  // namespace actlab
