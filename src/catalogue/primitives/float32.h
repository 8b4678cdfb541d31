#pragma once

// For kernel sources only. Words of float32 batches that are right to a unit in the last place from the least number to
// the largest, so that formulas which keep their digits by themselves need no wider type: half the work.
#include <array>

#include "catalogue/primitives/lanes.h"
#include "catalogue/primitives/special.h"

namespace actlab {

/// 2^n for integers n from -126 to 127.
inline Lanes<float> power_of_two(const Lanes<float>& n) {
  [[maybe_unused]] const Lanes<float> magic(12582912.0f);  // 1.5 * 2^23: in a sum, the last bits are the integer
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

/// 2^n, but not so small that it could not be: beside 1 that makes no difference.
inline Lanes<float> power_beside_1(const Lanes<float>& n) {
#if defined(ACTLAB_ISA_avx512)
  return power_of_two(n);
#else
  return power_of_two(max(Lanes<float>(-100.0f), n));
#endif
}

/// x * 2^n, rounded once where x is neither very large nor very small, for n from -220 to 220.
inline Lanes<float> scaled(const Lanes<float>& x, const Lanes<float>& n) {
#if defined(ACTLAB_ISA_avx512)
  return _mm512_scalef_ps(x, n);
#else
  using B = Lanes<float>;
  const B first = max(B(-100.0f), min(B(100.0f), n));
  return x * power_of_two(first) * power_of_two(n - first);
#endif
}

/// a * b - product, rounded once at the end.
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
inline Lanes<float> minus_abs(const Lanes<float>& x) {
  return x | Lanes<float>(-0.0f);
}

/// Below which exp is 0, with some room for what it is multiplied by.
inline constexpr float lowest_exponent = -130.0f;

/// (1 + rest) * 2^n, |rest| < 0.42.
struct Exponential {
  Lanes<float> rest, n;
};
namespace detail {
// exp(x) - 1 for |x| < 0.35.
inline Lanes<float> expm1_near_0(const Lanes<float>& x) {
  // tools/coefficients: exp
  constexpr std::array<double, 6> series{0.5000000013457727,   0.16666666681614256,   0.04166646500604005,
                                         0.008333310934448869, 0.0013933641031986701, 0.00019890980869750327};
  return x * x * polynomial<6>(x, series) + x;
}
inline Lanes<float> nearest_integer(const Lanes<float>& x) {
  const Lanes<float> magic(12582912.0f);
  return (x + magic) - magic;
}
// log 2 in two parts, integers times the first exact.
// tools/coefficients: log_2_in_parts
inline constexpr float log_2 = 0.693359375f, log_2_low = -2.12194440e-4f, one_over_log_2 = 1.44269504f;
}  // namespace detail

/// exp(x + x_error), for x from -150 to 100. (An error that is not there costs nothing.)
template <class... Error>
Exponential exponential(const Lanes<float>& x, const Error&... x_error) {
  using B = Lanes<float>;
  const B n = detail::nearest_integer(x * B(detail::one_over_log_2));
  return {detail::expm1_near_0((x - n * B(detail::log_2)) + (x_error + ... + (n * B(-detail::log_2_low)))), n};
}
/// A number that is the sum of three, the first of so few digits that a difference from it is exact.
struct InParts {
  float high, middle, low;
};
/// exp(x - root), of which less 1 keeps its digits near the root too.
inline Exponential exponential_beside(const InParts& root, const Lanes<float>& x) {
  using B = Lanes<float>;
  const B difference = x - B(root.high), n = detail::nearest_integer(difference * B(detail::one_over_log_2));
  return {detail::expm1_near_0(((difference - n * B(detail::log_2)) - B(root.middle)) +
                               (n * B(-detail::log_2_low) - B(root.low))),
          n};
}

/// factor * 2^n, of which scaled(…, n) makes one number.
struct Scaled {
  Lanes<float> factor, n;
};

/// exp(x + x_error), for x from -150 to 100.
template <class... Error>
Scaled scaled_exp(const Lanes<float>& x, const Error&... x_error) {
  using B = Lanes<float>;
#if defined(ACTLAB_ISA_avx512)
  // With 2^(k / 16) from a register the rest is small, and three terms are enough for it.
  const B magic(786432.0f);  // 1.5 * 2^19: in a sum with it, the last bit is a sixteenth
  const B shifted = x * B(detail::one_over_log_2) + magic, n = shifted - magic;
  const B rest = (x - n * B(detail::log_2)) + (x_error + ... + (n * B(-detail::log_2_low)));
  // tools/coefficients: powers_of_two
  const B power = _mm512_permutexvar_ps(
      _mm512_castps_si512(shifted),
      _mm512_setr_ps(1.0f, 1.0442737824274138f, 1.0905077326652577f, 1.1387886347566916f, 1.189207115002721f,
                     1.241857812073484f, 1.2968395546510096f, 1.3542555469368927f, 1.4142135623730951f,
                     1.4768261459394993f, 1.5422108254079407f, 1.6104903319492543f, 1.681792830507429f,
                     1.7562521603732995f, 1.8340080864093424f, 1.9152065613971474f));
  const B expm1 = rest * (rest * (rest * B(1.0f / 6) + B(0.5f)) + B(1.0f));
  return {power * expm1 + power, n};  // scalef takes the floor of n
#else
  const Exponential e = exponential(x, x_error...);
  return {B(1.0f) + e.rest, e.n};
#endif
}

inline Lanes<float> exp(const Lanes<float>& x) {
  const Scaled e = scaled_exp(max_propagating_nan(-150.0f, min_propagating_nan(100.0f, x)));
  return scaled(e.factor, e.n);
}

/// exp(x) - 1, for x up to 80.
inline Lanes<float> expm1(const Lanes<float>& x) {
  using B = Lanes<float>;
  const Exponential e = exponential(max_propagating_nan(-80.0f, x));
  const B power = power_of_two(e.n);
  return power * e.rest + (power - B(1.0f));
}

inline Lanes<float> tanh(const Lanes<float>& x) {
  using B = Lanes<float>;
  const B m = expm1(B(2.0f) * minus_abs(x));
  return copysign(m / (B(2.0f) + m), x);
}

inline Lanes<float> log1p_within_1(const Lanes<float>& x) {
  // tools/coefficients: log1p_float32
  constexpr std::array<double, 9> series{-0.499999328, 0.333305112,   -0.249585865, 0.196953956,   -0.15355382,
                                         0.106805311,  -0.0576642019, 0.0202044556, -0.00331844381};
  return x * x * polynomial<9>(x, series) + x;
}

}  // namespace actlab
