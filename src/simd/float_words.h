#pragma once

// For kernel sources only. Words of float32 batches that are right to a unit in the last place from the least number to
// the largest, so that formulas which keep their digits by themselves need no wider type: half the work.
#include <array>

#include "simd/batch_loop.h"
#include "simd/special.h"

namespace xsimd {

/// 2^n for integers n from -126 to 127.
template <class Arch>
batch<float, Arch> power_of_two(const batch<float, Arch>& n) {
  const batch<float, Arch> magic(12582912.0f);  // 1.5 * 2^23: in a sum with it, the last bits are the integer
#if defined(ACTLAB_ISA_avx512)
  const __m512i bits = _mm512_slli_epi32(_mm512_castps_si512(n + magic), 23);
  return _mm512_castsi512_ps(_mm512_add_epi32(bits, _mm512_set1_epi32(0x3f800000)));
#elif defined(ACTLAB_ISA_avx2)
  const __m256i bits = _mm256_slli_epi32(_mm256_castps_si256(n + magic), 23);
  return _mm256_castsi256_ps(_mm256_add_epi32(bits, _mm256_set1_epi32(0x3f800000)));
#elif defined(__SSE2__)
  const __m128i bits = _mm_slli_epi32(_mm_castps_si128(n + magic), 23);
  return _mm_castsi128_ps(_mm_add_epi32(bits, _mm_set1_epi32(0x3f800000)));
#else
  alignas(64) float each[batch<float, Arch>::size];
  n.store_aligned(each);
  for (float& lane : each) lane = std::exp2(lane);
  return batch<float, Arch>::load_aligned(each);
#endif
}

/// a * b - product, rounded once at the end.
template <class Arch>
batch<float, Arch> product_error(const batch<float, Arch>& a, const batch<float, Arch>& b,
                                 const batch<float, Arch>& product) {
#if defined(ACTLAB_ISA_avx512)
  return _mm512_fmsub_ps(a, b, product);
#elif defined(ACTLAB_ISA_avx2)
  return _mm256_fmsub_ps(a, b, product);
#else
  alignas(64) float lanes[3][batch<float, Arch>::size];
  a.store_aligned(lanes[0]);
  b.store_aligned(lanes[1]);
  product.store_aligned(lanes[2]);
  for (std::size_t i = 0; i < batch<float, Arch>::size; ++i)
    lanes[0][i] = static_cast<float>(static_cast<double>(lanes[0][i]) * lanes[1][i] - lanes[2][i]);
  return batch<float, Arch>::load_aligned(lanes[0]);
#endif
}

/// exp(x) = (1 + rest) * 2^n, |rest| < 0.42.
template <class Arch>
struct Exponential {
  batch<float, Arch> rest, n;
};
template <class Arch>
Exponential<Arch> exponential(const batch<float, Arch>& x) {
  using B = batch<float, Arch>;
  // Beyond these it is 0 or infinite. In this order of arguments x86's min and max let NaN through.
  const B bounded = max(B(-150.0f), min(B(100.0f), x));
  const B magic(12582912.0f);
  const B n = (bounded * B(1.44269504f) + magic) - magic;
  const B r = (bounded - n * B(0.693359375f)) + n * B(2.12194440e-4f);  // log 2 in two parts, n times the first exact
  constexpr std::array<double, 6> series{0.5000000013457727,   0.16666666681614256,   0.04166646500604005,
                                         0.008333310934448869, 0.0013933641031986701, 0.00019890980869750327};
  return {r * r * actlab::polynomial<6>(r, series) + r, n};
}

template <class Arch>
batch<float, Arch> exp(const batch<float, Arch>& x) {
  using B = batch<float, Arch>;
  const Exponential<Arch> e = exponential(x);
  const B first = max(B(-100.0f), min(B(100.0f), e.n));
  return (B(1.0f) + e.rest) * power_of_two(first) * power_of_two(e.n - first);
}

/// exp(x) - 1, for x up to 80.
template <class Arch>
batch<float, Arch> expm1(const batch<float, Arch>& x) {
  using B = batch<float, Arch>;
  const Exponential<Arch> e = exponential(x);
  const B power = power_of_two(max(B(-100.0f), e.n));
  return power * e.rest + (power - B(1.0f));
}

template <class Arch>
actlab::SplitExp<batch<float, Arch>> split_exp(const batch<float, Arch>& a) {
  using B = batch<float, Arch>;
  const Exponential<Arch> e = exponential(-a);
  const B first = max(B(-100.0f), e.n);
  // From where on it is 0 the head must be, too, for it stands beside 1 without its tail.
  return {select(a > B(150.0f), B(0.0f), (B(1.0f) + e.rest) * power_of_two(first)), power_of_two(e.n - first)};
}

template <class Arch>
batch<float, Arch> tanh(const batch<float, Arch>& x) {
  using B = batch<float, Arch>;
  const B m = expm1(B(-2.0f) * abs(x));
  return copysign(m / (B(2.0f) + m), x);
}

template <class Arch>
batch<float, Arch> log1p_within_1(const batch<float, Arch>& x) {
  constexpr std::array<double, 9> series{-0.499999328, 0.333305112,   -0.249585865, 0.196953956,   -0.15355382,
                                         0.106805311,  -0.0576642019, 0.0202044556, -0.00331844381};
  return x * x * actlab::polynomial<9>(x, series) + x;
}

}  // namespace xsimd
