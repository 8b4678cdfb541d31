#pragma once

// For kernel sources only. The functions of simd/special.h again for float32 batches, from fewer operations. What they
// have in common: an exponential is kept as (1 + rest) * 2^n till the end, so that a result that underflows is rounded
// once; a sum that would cancel near a root is written in the distance from the root, which is known exactly; and each
// rounding on the way is one of at most half a dozen, which is what 4 units in the last place allow.
#include <array>

#include "catalogue/primitives/float_words.h"

namespace xsimd {
namespace detail {

/// The error of x where it counts: where exp(x) is all there is.
template <class Arch>
batch<float, Arch> error_below_0(const batch<float, Arch>& x, const batch<float, Arch>& x_error) {
  using B = batch<float, Arch>;
  return select((x < B(0.0f)) & (x > B(-1e4f)), x_error, B(0.0f));
}

/// exp(-|x|); the error is that of x.
template <class Arch, class... Error>
Scaled<Arch> exp_of_minus_abs(const batch<float, Arch>& x, const Error&... x_error) {
  return scaled_exp(at_least(lowest_exponent, minus_abs(x)), error_below_0(x, x_error)...);
}

/// f(x) of one whose part below 0 is f(-|x|) and for which f(x) + f(-x) = 1.
template <class Arch>
batch<float, Arch> or_1_minus(const batch<float, Arch>& x, const batch<float, Arch>& below) {
  using B = batch<float, Arch>;
  return select(x < B(0.0f), below, B(1.0f) - below);
}

}  // namespace detail

template <class Arch, class... Error>
batch<float, Arch> sigmoid_with(const batch<float, Arch>& x, const Error&... x_error) {
  using B = batch<float, Arch>;
  const Scaled<Arch> e = detail::exp_of_minus_abs(x, x_error...);
  const B z = scaled(e.factor, e.n);
  return select(x >= B(0.0f), B(1.0f), z) / (B(1.0f) + z);
}

template <class Arch>
batch<float, Arch> sigmoid_slope(const batch<float, Arch>& x) {
  using B = batch<float, Arch>;
  const Scaled<Arch> e = detail::exp_of_minus_abs(x);
  const B z = scaled(e.factor, e.n);
  return z / (z * (z + B(2.0f)) + B(1.0f));
}

/// x - |x| * sigmoid(-|t|) for x > 0, and that product below.
template <class Arch, class... Error>
batch<float, Arch> gated_by_sigmoid_with(const batch<float, Arch>& x, const batch<float, Arch>& t,
                                         const Error&... t_error) {
  using B = batch<float, Arch>;
  const Scaled<Arch> e = detail::exp_of_minus_abs(t, t_error...);
  const B share = at_least(lowest_exponent, minus_abs(x)) * e.factor;
  return at_least(0.0f, x) + scaled(share / (B(1.0f) + scaled(e.factor, e.n)), e.n);
}

/// Below 0, with the root x0 and u = exp(x - x0): u * (exp(x0) * (u - 1) + (x - x0)) / (1 + z)^2 * exp(x0), z = exp(x).
template <class Arch>
batch<float, Arch> silu_slope(const batch<float, Arch>& x) {
  using B = batch<float, Arch>;
  // tools/coefficients: silu_root_in_parts
  constexpr InParts root{-1.2783203125f, -0.0001442432403564453125f, 1.297928265e-8f};
  // tools/coefficients: exp_of_silu_root
  constexpr double z0 = 0.2784645427610738;
  const B a = at_least(lowest_exponent, minus_abs(x));
  const Exponential<Arch> e = exponential_beside(root, a);
  const B power = power_beside_1(e.n), u = power * e.rest + power, u_minus_1 = power * e.rest + (power - B(1.0f));
  const B difference = (a - B(root.high)) - B(root.middle), smaller = u_minus_1 * B(z0) - B(root.low);
  const B sum = difference + smaller, sum_error = (difference - sum) + smaller;
  const B denominator = u * (u * B(z0) + B(2.0f)) + B(1.0 / z0);
  return detail::or_1_minus(x, scaled(((sum * e.rest + sum_error) + sum) / denominator, e.n));
}

/// t = 2 sqrt(2 / pi) * (x + 0.044715 * x^3) with its rounding error. The constants are in two parts, of which the
/// first of `linear` is so short that its difference from the sum is exact.
template <class Arch>
actlab::WithError<batch<float, Arch>> twice_tanh_gelu_argument(const batch<float, Arch>& x) {
  using B = batch<float, Arch>;
  // tools/coefficients: tanh_gelu_linear_in_parts
  constexpr double linear = 1.5957689285278320313, linear_low = 1.93077898681e-7;
  // tools/coefficients: tanh_gelu_cubic_in_parts
  constexpr double cubic = 0.07135481387376785, cubic_low = 2.39883239e-9;
  const B square = x * x, begun = square * B(cubic) + B(linear);
  const B lacking = (product_error(B(cubic), square, begun - B(linear)) + B(linear_low)) +
                    (product_error(x, x, square) * B(cubic) + square * B(cubic_low));
  const B slope = begun + lacking, slope_error = lacking - (slope - begun);
  const B value = x * slope;
  return {value, x * slope_error + product_error(x, slope, value)};
}

template <class Arch, class... Error>
batch<float, Arch> log1p_exp_with(const batch<float, Arch>& x, const Error&... x_error) {
  const Scaled<Arch> e = detail::exp_of_minus_abs(x, x_error...);
  return at_least(0.0f, x) + log1p_within_1(scaled(e.factor, e.n));
}

template <class Arch>
batch<float, Arch> times_tanh_log1p_exp(const batch<float, Arch>& x) {
  using B = batch<float, Arch>;
  const B bounded = at_least(lowest_exponent, at_most(20.0f, x));
  const Exponential<Arch> e = exponential(bounded);
  const B power = power_beside_1(e.n), z_plus_2 = (power * e.rest + power) + B(2.0f);
  const B w = z_plus_2 * e.rest + z_plus_2;  // over 2^n
  return select(x > B(20.0f), x, scaled(bounded * w / (w * power + B(2.0f)), e.n));
}

/// x^3 * P(x^2) / (H(x^2) + x^2 * P(x^2)), fitted (Remez, to a relative 8e-9) up to where tanh is 1. P begins with 1.
template <class Arch>
batch<float, Arch> x_minus_tanh(const batch<float, Arch>& x) {
  using B = batch<float, Arch>;
  // tools/coefficients: x_minus_tanh.p
  constexpr std::array<double, 3> p{0.06765368791, 0.0009501641436, 2.450013602e-06};
  // tools/coefficients: x_minus_tanh.h
  constexpr std::array<double, 4> h{0.4029608985, 0.01066707489, 6.472162373e-05, 4.390343406e-08};
  const B near = at_least(-9.05f, at_most(9.05f, x)), square = near * near, cube = near * square;
  const B rest = square * actlab::polynomial<3>(square, p);
  // tools/coefficients: x_minus_tanh.h0
  const B denominator = B(3.000000025) + (square * actlab::polynomial<4>(square, h) + (square * rest + square));
  const B inner = (cube * rest + cube) / denominator;
  return select(abs(x) > B(9.05f), x - copysign(B(1.0f), x), inner);
}

template <class Arch>
actlab::SplitExp<batch<float, Arch>> split_exp_of_square(const batch<float, Arch>& x, double scale) {
  using B = batch<float, Arch>;
  const B half = B(-scale) * x, square = half * x;
  const Scaled<Arch> e = scaled_exp(at_least(-150.0f, square), product_error(half, x, square));
  const B first = max(B(-100.0f), e.n);
  return {e.factor * power_of_two(first), power_of_two(e.n - first)};
}

/// Below 0, with t = -x: exp(-t^2 / 2) * t * P(t), where P is fitted as N(t) / (1 + t * (H(t) + sqrt(2 pi) * N(t)))
/// (Remez, to a relative 2e-8 as far as float32 reaches): what N rounds makes no difference where t is large. t * N
/// begins with t / 2, which is exact.
template <class Arch>
batch<float, Arch> times_normal(const batch<float, Arch>& x) {
  using B = batch<float, Arch>;
  // tools/coefficients: times_normal.n
  constexpr std::array<double, 4> n{2 * 0.457307453, 2 * 0.1975376716, 2 * 0.04551324518, 2 * 0.00485565758};
  // tools/coefficients: times_normal.h
  constexpr std::array<double, 4> h{0.4591863857, 0.1151418652, 0.01211660533, 1.201403186e-6};
  const B t = at_most(15.0f, abs(x)), half = B(-0.5f) * t, square = half * t;  // of which exp is taken
  const Exponential<Arch> e = exponential(square, product_error(half, t, square));
  const B y = square * actlab::polynomial<4>(t, n) + half;
  // tools/coefficients: sqrt_2_pi
  const B denominator = B(1.0f) + (t * actlab::polynomial<4>(t, h) - y * B(2.5066282746310002));
  return at_least(0.0f, x) + scaled((y * e.rest + y) / denominator, e.n);
}

/// Below 0, with t = -x and the root's t0: exp(-t^2 / 2) * (t0 - t) * S(t), where S is fitted as 1 / sqrt(2 pi) +
/// G(t) / D(t) (Remez, to a relative 2e-8).
template <class Arch>
batch<float, Arch> times_normal_slope(const batch<float, Arch>& x) {
  using B = batch<float, Arch>;
  // tools/coefficients: times_normal_derivative_root.high
  constexpr float root = 0.7517915368080139f;
  // tools/coefficients: times_normal_derivative_root.low
  constexpr double root_low = -1.21144495e-8;
  // tools/coefficients: times_normal_derivative.g
  constexpr std::array<double, 4> g{0.2661357008, 0.2048478975, 0.06685457841, 0.008958689177};
  // tools/coefficients: times_normal_derivative.d
  constexpr std::array<double, 5> d{1.0, 1.433481203, 0.8361477559, 0.2401055349, 0.029872109};
  const B t = at_most(15.0f, abs(x)), half = B(-0.5f) * t, square = half * t;
  const Exponential<Arch> e = exponential(square, product_error(half, t, square));
  const B denominator = actlab::polynomial<5>(t, d);
  const B difference = (B(root) - t) + B(root_low);
  // tools/coefficients: one_over_sqrt_2_pi
  const B slope = denominator * B(0.39894228040143268) + actlab::polynomial<4>(t, g), product = difference * slope;
  const B numerator = (product * e.rest + product_error(difference, slope, product)) + product;
  return detail::or_1_minus(x, scaled(numerator / denominator, e.n));
}

// With an error and without: overloads of their own, because a pack is less special than the template of
// simd/special.h.
#define ACTLAB_OF_X_AND_ERROR(word, helper)                                                 \
  template <class Arch>                                                                     \
  batch<float, Arch> word(const batch<float, Arch>& x) {                                    \
    return helper(x);                                                                       \
  }                                                                                         \
  template <class Arch>                                                                     \
  batch<float, Arch> word(const batch<float, Arch>& x, const batch<float, Arch>& x_error) { \
    return helper(x, x_error);                                                              \
  }
ACTLAB_OF_X_AND_ERROR(sigmoid, sigmoid_with)
ACTLAB_OF_X_AND_ERROR(log1p_exp, log1p_exp_with)
#undef ACTLAB_OF_X_AND_ERROR
template <class Arch>
batch<float, Arch> gated_by_sigmoid(const batch<float, Arch>& x, const batch<float, Arch>& t) {
  return gated_by_sigmoid_with(x, t);
}
template <class Arch>
batch<float, Arch> gated_by_sigmoid(const batch<float, Arch>& x, const batch<float, Arch>& t,
                                    const batch<float, Arch>& t_error) {
  return gated_by_sigmoid_with(x, t, t_error);
}

}  // namespace xsimd
