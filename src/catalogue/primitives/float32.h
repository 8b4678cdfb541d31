#pragma once

// For kernel sources only. Primitives for lanes of float32 that are accurate over the whole range. Formulas that keep
// their digits in float32 use them instead of ExtendedLanes, which take twice the work.
#include <array>
#include <cmath>
#include <cstddef>

#include "catalogue/primitives/lanes.h"
#include "catalogue/primitives/rounding.h"

namespace actlab {

/// 2^n for integers n from -126 to 127.
inline Lanes<float> power_of_two(const Lanes<float>& n) {
  [[maybe_unused]] const Lanes<float> magic(12582912.0f);  // 1.5 * 2^23: n + magic has n in its last bits
#if defined(ACTLAB_ISA_avx512)
  return _mm512_scalef_ps(_mm512_set1_ps(1.0f), n);
#elif defined(ACTLAB_ISA_avx2)
  const __m256i bits = _mm256_slli_epi32(_mm256_castps_si256(n + magic), 23);
  return _mm256_castsi256_ps(_mm256_add_epi32(bits, _mm256_set1_epi32(0x3f800000)));
#elif defined(__SSE2__)
  const __m128i bits = _mm_slli_epi32(_mm_castps_si128(n + magic), 23);
  return _mm_castsi128_ps(_mm_add_epi32(bits, _mm_set1_epi32(0x3f800000)));
#else
  alignas(64) float each[Lanes<float>::size];
  n.store_aligned(each);
  for (float& lane : each) lane = std::exp2(lane);
  return Lanes<float>::load_aligned(each);
#endif
}

/// 2^n as a term to be added to 1, for integers n up to 127: a very small n is clamped, which does not change the sum.
inline Lanes<float> clamped_power_of_two(const Lanes<float>& n) {
#if defined(ACTLAB_ISA_avx512)
  return power_of_two(n);
#else
  return power_of_two(max(Lanes<float>(-100.0f), n));
#endif
}

/// x * 2^n for integers n from -220 to 220. Rounded once if x is neither very large nor very small.
inline Lanes<float> scaled(const Lanes<float>& x, const Lanes<float>& n) {
#if defined(ACTLAB_ISA_avx512)
  return _mm512_scalef_ps(x, n);
#else
  using V = Lanes<float>;
  const V first = max(V(-100.0f), min(V(100.0f), n));
  return x * power_of_two(first) * power_of_two(n - first);
#endif
}

/// a * b - product, rounded once.
inline Lanes<float> product_error(const Lanes<float>& a, const Lanes<float>& b, const Lanes<float>& product) {
#if defined(ACTLAB_ISA_avx512)
  return _mm512_fmsub_ps(a, b, product);
#elif defined(ACTLAB_ISA_avx2)
  return _mm256_fmsub_ps(a, b, product);
#else
  alignas(64) float lanes[3][Lanes<float>::size];
  a.store_aligned(lanes[0]);
  b.store_aligned(lanes[1]);
  product.store_aligned(lanes[2]);
  for (std::size_t i = 0; i < Lanes<float>::size; ++i)
    lanes[0][i] = static_cast<float>(static_cast<double>(lanes[0][i]) * lanes[1][i] - lanes[2][i]);
  return Lanes<float>::load_aligned(lanes[0]);
#endif
}

/// -|x|
inline Lanes<float> negative_abs(const Lanes<float>& x) {
  return x | Lanes<float>(-0.0f);
}

/// exp(x) is 0 in float32 for lower x, even if it is multiplied by a large number before it is rounded.
inline constexpr float min_exp_argument = -130.0f;

/// (1 + rest) * 2^n, |rest| < 0.42.
struct Exponential {
  Lanes<float> rest, n;
};
namespace detail {
// exp(x) - 1 for |x| < 0.35.
inline Lanes<float> expm1_near_0(const Lanes<float>& x) {
  // tools/coefficients: exp_float32
  constexpr std::array<double, 5> series{0.5, 0.1666657702559799, 0.041666554662050534, 0.008363173074513711,
                                         0.001392617611993558};
  return fma(x * x, polynomial<5>(x, series), x);
}
inline Lanes<float> nearest_integer(const Lanes<float>& x) {
  const Lanes<float> magic(12582912.0f);
  return (x + magic) - magic;
}
// log(2) = log_2 + log_2_low. Products of log_2 with integers are exact.
// tools/coefficients: log_2_in_parts
inline constexpr float log_2 = 0.693359375f, log_2_low = -2.12194440e-4f, one_over_log_2 = 1.44269504f;
}  // namespace detail

/// exp(x + x_error), for x from -150 to 100. The error is optional.
template <class... Error> Exponential exponential(const Lanes<float>& x, const Error&... x_error) {
  using V = Lanes<float>;
  const V n = detail::nearest_integer(x * V(detail::one_over_log_2));
  return {detail::expm1_near_0((x - n * V(detail::log_2)) + (x_error + ... + (n * V(-detail::log_2_low)))), n};
}
/// (factor + factor_error) * 2^n: scaled(factor, n) computes it, without the factor's rounding error.
struct Scaled {
  Lanes<float> factor, n, factor_error;
};

/// exp(x + x_error), for x from -150 to 100.
template <class... Error> Scaled scaled_exp(const Lanes<float>& x, const Error&... x_error) {
  using V = Lanes<float>;
#if defined(ACTLAB_ISA_avx512)
  // 2^(k / 16) is looked up in a register. The rest is so small that three terms suffice.
  const V magic(786432.0f);  // 1.5 * 2^19: the last bit of a sum with it is 1/16
  const V shifted = x * V(detail::one_over_log_2) + magic, n = shifted - magic;
  const V rest = (x - n * V(detail::log_2)) + (x_error + ... + (n * V(-detail::log_2_low)));
  // tools/coefficients: powers_of_two
  const V power = _mm512_permutexvar_ps(
      _mm512_castps_si512(shifted),
      _mm512_setr_ps(1.0f, 1.0442737824274138f, 1.0905077326652577f, 1.1387886347566916f, 1.189207115002721f,
                     1.241857812073484f, 1.2968395546510096f, 1.3542555469368927f, 1.4142135623730951f,
                     1.4768261459394993f, 1.5422108254079407f, 1.6104903319492543f, 1.681792830507429f,
                     1.7562521603732995f, 1.8340080864093424f, 1.9152065613971474f));
  // tools/coefficients: powers_of_two_low
  const V low =
      _mm512_permutexvar_ps(_mm512_castps_si512(shifted),
                            _mm512_setr_ps(0.0f, 4.628547e-8f, -1.199216e-8f, 4.729782e-8f, 3.193418e-8f, 3.621057e-8f,
                                           -3.099072e-8f, -7.475213e-9f, 1.711427e-8f, -3.047684e-8f, 5.233334e-9f,
                                           6.107592e-9f, -1.471961e-8f, -5.258795e-9f, -6.128260e-9f, 5.140609e-9f));
  const V expm1 = fma(rest, fma(rest, fma(rest, V(1.0f / 6), V(0.5f)), V(1.0f)), low);
  const V factor = fma(power, expm1, power);
  return {factor, n, fma(power, expm1, power - factor)};  // scalef rounds n down to an integer
#else
  const Exponential e = exponential(x, x_error...);
  const V factor = V(1.0f) + e.rest;
  return {factor, e.n, e.rest - (factor - V(1.0f))};
#endif
}

inline Lanes<float> exp(const Lanes<float>& x) {
  const Scaled e = scaled_exp(max_propagating_nan(-150.0f, min_propagating_nan(100.0f, x)));
  return scaled(e.factor, e.n);
}

/// exp(x) - 1, for x up to 80.
inline Lanes<float> expm1(const Lanes<float>& x) {
  using V = Lanes<float>;
  const Exponential e = exponential(max_propagating_nan(-80.0f, x));
  const V power = power_of_two(e.n);
  return power * e.rest + (power - V(1.0f));
}

inline Lanes<float> tanh(const Lanes<float>& x) {
  using V = Lanes<float>;
  const V m = expm1(V(2.0f) * negative_abs(x));
  return copysign(m / (V(2.0f) + m), x);
}

inline Lanes<float> log1p_within_1(const Lanes<float>& x) {
  // tools/coefficients: log1p_float32
  constexpr std::array<double, 9> series{-0.499999328, 0.333305112,   -0.249585865, 0.196953956,   -0.15355382,
                                         0.106805311,  -0.0576642019, 0.0202044556, -0.00331844381};
  return x * x * polynomial<9>(x, series) + x;
}

}  // namespace actlab
