#pragma once

// For kernel sources only. Primitives for lanes of float64 that are accurate over the whole range: within an ULP, as
// those of the C library, which would have to be called lane by lane.
#include <array>

#include "catalogue/primitives/lanes.h"
#include "catalogue/primitives/rounding.h"

namespace actlab {
namespace detail {

/// 2^n for integers n from -1022 to 1023.
inline Lanes<double> power_of_two(const Lanes<double>& n) {
  [[maybe_unused]] const Lanes<double> magic(6755399441055744.0);  // 1.5 * 2^52: n + magic has n in its last bits
#if defined(ACTLAB_ISA_avx512)
  return _mm512_scalef_pd(_mm512_set1_pd(1), n);
#elif defined(ACTLAB_ISA_avx2)
  const __m256i bits = _mm256_slli_epi64(_mm256_castpd_si256(n + magic), 52);
  return _mm256_castsi256_pd(_mm256_add_epi64(bits, _mm256_set1_epi64x(0x3ff0000000000000)));
#elif defined(__SSE2__)
  const __m128i bits = _mm_slli_epi64(_mm_castpd_si128(n + magic), 52);
  return _mm_castsi128_pd(_mm_add_epi64(bits, _mm_set1_epi64x(0x3ff0000000000000)));
#else
  return lane_by_lane(n, [](double lane) { return std::exp2(lane); });
#endif
}

/// x * 2^n for integers n from -1100 to 1100 and x close to 1, rounded once.
inline Lanes<double> scaled(const Lanes<double>& x, const Lanes<double>& n) {
#if defined(ACTLAB_ISA_avx512)
  return _mm512_scalef_pd(x, n);
#else
  using V = Lanes<double>;
  const V first = max(V(-1000), min(V(1000), n));
  return x * power_of_two(first) * power_of_two(n - first);
#endif
}

// log(2) in two parts. Products of the first with integers are exact.
// tools/coefficients: log_2_in_doubles
inline constexpr double ln_2 = 0.6931471806019545, ln_2_low = -4.2009150726810846e-11;

/// exp(x) = (1 + rest + rest_error) * 2^n, |rest| < 0.35, for x from -760 to 760.
struct Float64Exponential {
  Lanes<double> rest, rest_error, n;
  /// exp(x) / 2^n. The sum with 1 is exact up to its last rounding.
  Lanes<double> factor() const {
    const Lanes<double> one(1), sum = one + rest;
    return sum + (((one - sum) + rest) + rest_error);
  }
};
inline Float64Exponential exponential(const Lanes<double>& x) {
  using V = Lanes<double>;
  // (exp(r) - 1 - r) / r^2, the even and the odd terms.
  // tools/coefficients: exp_series.even
  constexpr std::array<double, 6> even{1.0 / 2, 1.0 / 24, 1.0 / 720, 1.0 / 40320, 1.0 / 3628800, 1.0 / 479001600};
  // tools/coefficients: exp_series.odd
  constexpr std::array<double, 6> odd{1.0 / 6, 1.0 / 120, 1.0 / 5040, 1.0 / 362880, 1.0 / 39916800, 1.0 / 6227020800};
  const V magic(6755399441055744.0);
  // tools/coefficients: one_over_log_2
  const V n = (x * V(1.4426950408889634) + magic) - magic;
  const V high = x - n * V(ln_2), low = n * V(ln_2_low), r = high - low, r_error = (high - r) - low;
  const V square = r * r;
  return {r, square * (r * polynomial<6>(square, odd) + polynomial<6>(square, even)) + r_error, n};
}

}  // namespace detail

inline Lanes<double> exp(const Lanes<double>& x) {
  using V = Lanes<double>;
  const auto e = detail::exponential(max_propagating_nan(V(-750), min_propagating_nan(V(750), x)));
  return detail::scaled(e.factor(), e.n);
}

inline Lanes<double> expm1(const Lanes<double>& x) {
  using V = Lanes<double>;
  const auto e = detail::exponential(max_propagating_nan(V(-60), min_propagating_nan(V(750), x)));
  const V power = detail::power_of_two(min(V(60), e.n));  // above, the 1 has no effect
  return select(x > V(40), detail::scaled(e.factor(), e.n), power * (e.rest + e.rest_error) + (power - V(1)));
}

inline Lanes<double> tanh(const Lanes<double>& x) {
  using V = Lanes<double>;
  const auto e = detail::exponential(max_propagating_nan(V(-60), V(-2) * abs(x)));
  const V power = detail::power_of_two(e.n), z = power * (e.rest + e.rest_error), m = z + (power - V(1));
  // -m / (2 + m) near 0, and 1 - 2 exp(-2|x|) / (2 + m) elsewhere, where the quotient's rounding errors hardly count.
  const auto is_near = m > V(-0.7);
  const V ratio = select(is_near, -m, V(2) * (z + power)) / (V(2) + m);
  return copysign(select(is_near, ratio, V(1) - ratio), x);
}

/// log(1 + x) for x in [0, 1], from f with 1 + x = 1 + f or 2 (1 + f), |f| < 0.42, as f - f^2 / 2 + s (f^2 / 2 + R),
/// s = f / (2 + f) (as in FreeBSD's msun, s_log1p.c).
inline Lanes<double> log1p_within_1(const Lanes<double>& x) {
  using V = Lanes<double>;
  // tools/coefficients: log1p_float64
  constexpr std::array<double, 7> series{0.666666666666667,  0.3999999999989819,  0.28571428626570206,
                                         0.2222221103781659, 0.18182896183483085, 0.15331487235865734,
                                         0.14619343453512615};
  const auto is_halved = x > V(0.414);
  const auto difference = exact_sum(x, V(-1));
  const V f = select(is_halved, V(0.5) * difference.sum, x);
  const V s = f / (V(2) + f), square = s * s, half_square = V(0.5) * f * f;
  const V rest = square * polynomial<7>(square, series);
  // The rounding error of x - 1, which there is close to 0.45, divided by 1 + x.
  const V low = select(is_halved, V(detail::ln_2_low) + V(0.69) * difference.error, V(0));
  return select(is_halved, V(detail::ln_2), V(0)) - ((half_square - (s * (half_square + rest) + low)) - f);
}

}  // namespace actlab
