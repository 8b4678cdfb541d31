#pragma once

// For kernel sources only (see cmake/simd.cmake): everything here is a template over the batch type, so that no two
// instruction sets share a function.
#include <algorithm>
#include <array>
#include <cmath>
#include <cstdint>
#include <tuple>
#include <type_traits>
#include <xsimd/xsimd.hpp>

#include "catalogue/primitives/vocabulary.h"

// In xsimd's namespace, so that formulas find these by their argument, ahead of xsimd's own templates.
namespace xsimd {

// In double precision xsimd 8 is off by up to 1e5 units in the last place in erfc, 67 in erf, and has no results below
// the smallest normal number; the C library is off by one or two.
#define ACTLAB_LANE_BY_LANE(word)                          \
  template <class Arch>                                    \
  batch<double, Arch> word(const batch<double, Arch>& x) { \
    alignas(64) double lanes[batch<double, Arch>::size];   \
    x.store_aligned(lanes);                                \
    using actlab::word;                                    \
    for (double& lane : lanes) lane = word(lane);          \
    return batch<double, Arch>::load_aligned(lanes);       \
  }
ACTLAB_LANE_BY_LANE(exp)
ACTLAB_LANE_BY_LANE(expm1)
ACTLAB_LANE_BY_LANE(log1p)
ACTLAB_LANE_BY_LANE(tanh)
ACTLAB_LANE_BY_LANE(erf)
ACTLAB_LANE_BY_LANE(erfc)
// Accurate for arguments of any size, which a batch would have to take apart too.
ACTLAB_LANE_BY_LANE(sin)
ACTLAB_LANE_BY_LANE(cos)
ACTLAB_LANE_BY_LANE(sin_twice)
ACTLAB_LANE_BY_LANE(cos_twice)
#undef ACTLAB_LANE_BY_LANE

/// a * b - product, rounded once at the end.
template <class Arch>
batch<double, Arch> product_error(const batch<double, Arch>& a, const batch<double, Arch>& b,
                                  const batch<double, Arch>& product) {
#if defined(ACTLAB_ISA_avx512)
  return _mm512_fmsub_pd(a, b, product);
#elif defined(ACTLAB_ISA_avx2)
  return _mm256_fmsub_pd(a, b, product);
#else
  alignas(64) double lanes[3][batch<double, Arch>::size];
  a.store_aligned(lanes[0]);
  b.store_aligned(lanes[1]);
  product.store_aligned(lanes[2]);
  for (std::size_t i = 0; i < batch<double, Arch>::size; ++i)
    lanes[0][i] = std::fma(lanes[0][i], lanes[1][i], -lanes[2][i]);
  return batch<double, Arch>::load_aligned(lanes[0]);
#endif
}

/// x != x does not tell a NaN here: xsimd 8 compares in such a way that it is unequal to nothing.
template <class T, class Arch>
batch_bool<T, Arch> is_nan(const batch<T, Arch>& x) {
  return isnan(x);
}

/// In this order of arguments x86's max and min let NaN through.
template <class T, class Arch>
batch<T, Arch> at_least(const std::type_identity_t<batch<T, Arch>>& lowest, const batch<T, Arch>& x) {
  return max(lowest, x);
}
template <class T, class Arch>
batch<T, Arch> at_most(const std::type_identity_t<batch<T, Arch>>& highest, const batch<T, Arch>& x) {
  return min(highest, x);
}

}  // namespace xsimd

namespace actlab {

#if defined(ACTLAB_ISA_avx512)
using KernelArch = xsimd::avx512bw;
#elif defined(ACTLAB_ISA_avx2)
using KernelArch = xsimd::fma3<xsimd::avx2>;
#else
using KernelArch = xsimd::default_arch;
#endif

/// As many values of T as the instruction set holds.
template <class T>
using Batch = xsimd::batch<T, KernelArch>;

/// The sum of a batch's lanes; xsimd renamed it in its version 9.
template <class T, class Arch>
T sum_of_lanes(const xsimd::batch<T, Arch>& x) {
#if XSIMD_VERSION_MAJOR < 9
  return xsimd::hadd(x);
#else
  return xsimd::reduce_add(x);
#endif
}

/// The sums of as many batches as one has lanes, in the batches' order.
template <class Arch>
xsimd::batch<float, Arch> sums_of_lanes(const xsimd::batch<float, Arch> (&rows)[xsimd::batch<float, Arch>::size]) {
#if defined(ACTLAB_ISA_avx512)
  // xsimd 8 gives other sums. Each step adds the halves of two batches into one.
  __m512 quarters[4];
  for (int i = 0; i < 4; ++i) {
    __m512 pairs[2];
    for (int j = 0; j < 2; ++j) {
      const __m512 a = rows[4 * i + 2 * j], b = rows[4 * i + 2 * j + 1];
      pairs[j] = _mm512_add_ps(_mm512_unpacklo_ps(a, b), _mm512_unpackhi_ps(a, b));
    }
    const __m512d a = _mm512_castps_pd(pairs[0]), b = _mm512_castps_pd(pairs[1]);
    quarters[i] = _mm512_add_ps(_mm512_castpd_ps(_mm512_unpacklo_pd(a, b)), _mm512_castpd_ps(_mm512_unpackhi_pd(a, b)));
  }
  const auto add_quarters = [](__m512 a, __m512 b) {
    return _mm512_add_ps(_mm512_shuffle_f32x4(a, b, 0x88), _mm512_shuffle_f32x4(a, b, 0xdd));
  };
  return add_quarters(add_quarters(quarters[0], quarters[1]), add_quarters(quarters[2], quarters[3]));
#else
  return xsimd::haddp(rows);
#endif
}

/// y[i] = op(x[i]...) for i < n, a multiple of a batch's size. All that op calls becomes part of the loop, so that its
/// constants stay in registers: left to itself the compiler calls a long formula, which takes twice the time.
template <class T, class Op, class... Inputs>
[[gnu::flatten]] void for_each_whole_batch(const Op& op, T* y, std::int64_t n, const Inputs*... x) {
  constexpr std::int64_t width = Batch<T>::size;
  for (std::int64_t i = 0; i < n; i += width) op(Batch<T>::load_unaligned(x + i)...).store_unaligned(y + i);
}

/// y[i] = op(x[i]...) for i < n; y may be one of x. What does not fill a batch at the end is one with elements before
/// it, read before y is written, or, of fewer elements than a batch has, in a padded buffer: an element always goes
/// through the same instructions.
template <class T, class Op, class... Inputs>
void for_each_batch(const Op& op, T* y, std::int64_t n, const Inputs*... x) {
  constexpr std::int64_t width = Batch<T>::size;
  const std::int64_t rest = n % width;
  if (rest == 0) return for_each_whole_batch(op, y, n, x...);
  alignas(64) T last[width];
  if (n > width) {
    for_each_whole_batch(op, last, width, x + (n - width)...);
    for_each_whole_batch(op, y, n - rest, x...);
    Batch<T>::load_aligned(last).store_unaligned(y + (n - width));
    return;
  }
  alignas(64) T padded[sizeof...(x)][width] = {};
  std::size_t input = 0;
  const auto pad = [&](const T* from) { return std::copy_n(from, n, padded[input++]) - n; };
  const std::array<const T*, sizeof...(x)> inputs{pad(x)...};
  std::apply([&](const auto*... in) { for_each_whole_batch(op, last, width, in...); }, inputs);
  std::copy_n(last, n, y);
}

}  // namespace actlab
