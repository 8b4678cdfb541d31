#pragma once

// For kernel sources only: evaluates formulas of float32 in float64.
#include <cstddef>
#include <type_traits>

#include "catalogue/primitives/extended.h"

namespace actlab {

/// A vector of float32 as two vectors of float64.
struct Halves {
  ExtendedLanes low, high;
};

/// Converts to float64, exactly.
inline Halves widen(const Lanes<float>& x) {
#if defined(ACTLAB_ISA_avx512)
  const __m512 all = x;
  return {ExtendedLanes(_mm512_cvtps_pd(_mm512_castps512_ps256(all))),
          ExtendedLanes(_mm512_cvtps_pd(_mm512_extractf32x8_ps(all, 1)))};
#elif defined(ACTLAB_ISA_avx2)
  const __m256 all = x;
  return {ExtendedLanes(_mm256_cvtps_pd(_mm256_castps256_ps128(all))),
          ExtendedLanes(_mm256_cvtps_pd(_mm256_extractf128_ps(all, 1)))};
#elif defined(__SSE2__)
  const __m128 all = x;
  return {ExtendedLanes(_mm_cvtps_pd(all)), ExtendedLanes(_mm_cvtps_pd(_mm_movehl_ps(all, all)))};
#else
  constexpr std::size_t half = Lanes<double>::size;
  alignas(64) float from[2 * half];
  alignas(64) double to[2 * half];
  x.store_aligned(from);
  for (std::size_t i = 0; i < 2 * half; ++i) to[i] = from[i];
  return {ExtendedLanes(Lanes<double>::load_aligned(to)), ExtendedLanes(Lanes<double>::load_aligned(to + half))};
#endif
}

/// Rounds to float32.
inline Lanes<float> narrow(const ExtendedLanes& low, const ExtendedLanes& high) {
#if defined(ACTLAB_ISA_avx512)
  const __m512 first = _mm512_castps256_ps512(_mm512_cvtpd_ps(low.lanes));
  return _mm512_insertf32x8(first, _mm512_cvtpd_ps(high.lanes), 1);
#elif defined(ACTLAB_ISA_avx2)
  const __m256 first = _mm256_castps128_ps256(_mm256_cvtpd_ps(low.lanes));
  return _mm256_insertf128_ps(first, _mm256_cvtpd_ps(high.lanes), 1);
#elif defined(__SSE2__)
  return _mm_movelh_ps(_mm_cvtpd_ps(low.lanes), _mm_cvtpd_ps(high.lanes));
#else
  constexpr std::size_t half = Lanes<double>::size;
  alignas(64) double from[2 * half];
  alignas(64) float to[2 * half];
  low.lanes.store_aligned(from);
  high.lanes.store_aligned(from + half);
  for (std::size_t i = 0; i < 2 * half; ++i) to[i] = static_cast<float>(from[i]);
  return Lanes<float>::load_aligned(to);
#endif
}

/// formula(x, others...). With `in_float64`, lanes of float32 are computed in ExtendedLanes and rounded once.
template <bool in_float64, class Formula, class T, class... Same>
Lanes<T> evaluate(const Formula& formula, const Lanes<T>& x, const Same&... others) {
  if constexpr (in_float64 && std::is_same_v<T, float>)
    return narrow(formula(widen(x).low, widen(others).low...), formula(widen(x).high, widen(others).high...));
  else
    return formula(x, others...);
}

}  // namespace actlab
