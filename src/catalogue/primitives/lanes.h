#pragma once

// For kernel sources only (see cmake/simd.cmake). The value types of SIMD code. They wrap xsimd's, so that calls find
// the primitives of this folder and use xsimd's only where this file says so.
#include <cmath>
#include <cstddef>
#include <cstdint>
#include <xsimd/xsimd.hpp>

#include "catalogue/primitives/vocabulary.h"

namespace actlab {

#if defined(ACTLAB_ISA_avx512)
using KernelArch = xsimd::avx512bw;
#elif defined(ACTLAB_ISA_avx2)
using KernelArch = xsimd::fma3<xsimd::avx2>;
#else
using KernelArch = xsimd::default_arch;
#endif

/// A boolean for each lane: the result of comparing Lanes.
template <class T> struct LanesMask {
  xsimd::batch_bool<T, KernelArch> lanes;

  friend LanesMask operator&(const LanesMask& a, const LanesMask& b) { return {a.lanes & b.lanes}; }
  friend LanesMask operator|(const LanesMask& a, const LanesMask& b) { return {a.lanes | b.lanes}; }
  friend LanesMask operator==(const LanesMask& a, const LanesMask& b) { return {a.lanes == b.lanes}; }
  friend bool any(const LanesMask& mask) { return xsimd::any(mask.lanes); }
  friend bool all(const LanesMask& mask) { return xsimd::all(mask.lanes); }
};

/// A SIMD vector: one register of values of T (float or double).
template <class T> class Lanes {
 public:
  using value_type = T;
  using Batch = xsimd::batch<T, KernelArch>;
  using Register = typename Batch::register_type;
  using Mask = LanesMask<T>;
  static constexpr std::size_t size = Batch::size;

  Lanes() = default;                                 ///< uninitialized
  Lanes(T number) : lanes_(number) {}                // NOLINT(google-explicit-constructor): for constants in formulas
  Lanes(const Batch& batch) : lanes_(batch) {}       // NOLINT(google-explicit-constructor)
  Lanes(const Register& values) : lanes_(values) {}  // NOLINT(google-explicit-constructor): for intrinsics
  operator Register() const { return lanes_; }       // NOLINT(google-explicit-constructor): for intrinsics

  static Lanes load_unaligned(const T* from) { return Batch::load_unaligned(from); }
  static Lanes load_aligned(const T* from) { return Batch::load_aligned(from); }
  void store_unaligned(T* to) const { lanes_.store_unaligned(to); }
  void store_aligned(T* to) const { lanes_.store_aligned(to); }
  const Batch& batch() const { return lanes_; }

  friend Lanes operator+(const Lanes& a, const Lanes& b) { return a.lanes_ + b.lanes_; }
  friend Lanes operator-(const Lanes& a, const Lanes& b) { return a.lanes_ - b.lanes_; }
  friend Lanes operator*(const Lanes& a, const Lanes& b) { return a.lanes_ * b.lanes_; }
  friend Lanes operator/(const Lanes& a, const Lanes& b) { return a.lanes_ / b.lanes_; }
  friend Lanes operator-(const Lanes& a) { return -a.lanes_; }
  friend Lanes operator|(const Lanes& a, const Lanes& b) { return a.lanes_ | b.lanes_; }  ///< bitwise
  friend Lanes operator^(const Lanes& a, const Lanes& b) { return a.lanes_ ^ b.lanes_; }  ///< bitwise
  friend Mask operator<(const Lanes& a, const Lanes& b) { return {a.lanes_ < b.lanes_}; }
  friend Mask operator<=(const Lanes& a, const Lanes& b) { return {a.lanes_ <= b.lanes_}; }
  friend Mask operator>(const Lanes& a, const Lanes& b) { return {a.lanes_ > b.lanes_}; }
  friend Mask operator>=(const Lanes& a, const Lanes& b) { return {a.lanes_ >= b.lanes_}; }
  friend Mask operator==(const Lanes& a, const Lanes& b) { return {a.lanes_ == b.lanes_}; }
  friend Mask operator!=(const Lanes& a, const Lanes& b) { return {a.lanes_ != b.lanes_}; }

  friend Lanes select(const Mask& mask, const Lanes& a, const Lanes& b) {
    return xsimd::select(mask.lanes, a.lanes_, b.lanes_);
  }
  /// `x != x` would be false for NaN, because xsimd 8 uses an ordered comparison.
  friend Mask is_nan(const Lanes& x) { return {xsimd::isnan(x.lanes_)}; }
  friend Lanes max(const Lanes& a, const Lanes& b) { return xsimd::max(a.lanes_, b.lanes_); }
  friend Lanes min(const Lanes& a, const Lanes& b) { return xsimd::min(a.lanes_, b.lanes_); }
  /// max and min of x86 return their second argument if one is NaN.
  friend Lanes max_propagating_nan(const Lanes& lowest, const Lanes& x) { return max(lowest, x); }
  friend Lanes min_propagating_nan(const Lanes& highest, const Lanes& x) { return min(highest, x); }
  friend Lanes abs(const Lanes& x) { return xsimd::abs(x.lanes_); }
  friend Lanes sqrt(const Lanes& x) { return xsimd::sqrt(x.lanes_); }
  friend Lanes copysign(const Lanes& size, const Lanes& sign) { return xsimd::copysign(size.lanes_, sign.lanes_); }
  /// a * b + c and c - a * b, rounded once where there is fused multiply-add. (xsimd 8 rounds twice with AVX-512.)
  friend Lanes fma(const Lanes& a, const Lanes& b, const Lanes& c) {
#if defined(ACTLAB_ISA_avx512)
    if constexpr (sizeof(T) == 4)
      return _mm512_fmadd_ps(a, b, c);
    else
      return _mm512_fmadd_pd(a, b, c);
#else
    return xsimd::fma(a.lanes_, b.lanes_, c.lanes_);
#endif
  }
  friend Lanes fnma(const Lanes& a, const Lanes& b, const Lanes& c) {
#if defined(ACTLAB_ISA_avx512)
    if constexpr (sizeof(T) == 4)
      return _mm512_fnmadd_ps(a, b, c);
    else
      return _mm512_fnmadd_pd(a, b, c);
#else
    return xsimd::fnma(a.lanes_, b.lanes_, c.lanes_);
#endif
  }

 private:
  Batch lanes_;
};

/// Applies a scalar function to each lane.
template <class T, class F> Lanes<T> lane_by_lane(const Lanes<T>& x, const F& f) {
  alignas(64) T lanes[Lanes<T>::size];
  x.store_aligned(lanes);
  for (T& lane : lanes) lane = f(lane);
  return Lanes<T>::load_aligned(lanes);
}

/// The sum of all lanes. (xsimd 9 renamed its function.)
template <class T> T sum_of_lanes(const Lanes<T>& x) {
#if XSIMD_VERSION_MAJOR < 9
  return xsimd::hadd(x.batch());
#else
  return xsimd::reduce_add(x.batch());
#endif
}

/// Lane i of the result is the sum of the lanes of rows[i].
inline Lanes<float> sums_of_lanes(const Lanes<float> (&rows)[Lanes<float>::size]) {
#if defined(ACTLAB_ISA_avx512)
  // xsimd 8's haddp gives other sums. Each step adds the halves of two vectors into one.
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
  Lanes<float>::Batch batches[Lanes<float>::size];
  for (std::size_t i = 0; i < Lanes<float>::size; ++i) batches[i] = rows[i].batch();
  return xsimd::haddp(batches);
#endif
}

/// Loads integers and converts them to float.
inline Lanes<float> load_as_float(const std::int32_t* from) {
  return xsimd::to_float(xsimd::batch<std::int32_t, KernelArch>::load_unaligned(from));
}

inline Lanes<float> log(const Lanes<float>& x) {
  return xsimd::log(x.batch());
}

// The C library's functions, lane by lane (float64.h has others): those of xsimd 8 are less accurate in float64, above
// all erf and erfc, and flush subnormal results to 0.
#define ACTLAB_LANE_BY_LANE(primitive)                                           \
  inline Lanes<double> primitive(const Lanes<double>& x) {                       \
    return lane_by_lane(x, [](double lane) { return actlab::primitive(lane); }); \
  }
ACTLAB_LANE_BY_LANE(log)
ACTLAB_LANE_BY_LANE(log1p)
ACTLAB_LANE_BY_LANE(erf)
ACTLAB_LANE_BY_LANE(erfc)
ACTLAB_LANE_BY_LANE(sin)
ACTLAB_LANE_BY_LANE(cos)
ACTLAB_LANE_BY_LANE(sin_twice)
ACTLAB_LANE_BY_LANE(cos_twice)
#undef ACTLAB_LANE_BY_LANE

/// a * b - product, rounded once.
inline Lanes<double> product_error(const Lanes<double>& a, const Lanes<double>& b, const Lanes<double>& product) {
#if defined(ACTLAB_ISA_avx512)
  return _mm512_fmsub_pd(a, b, product);
#elif defined(ACTLAB_ISA_avx2)
  return _mm256_fmsub_pd(a, b, product);
#else
  constexpr std::size_t size = Lanes<double>::size;
  alignas(64) double lanes[3][size];
  a.store_aligned(lanes[0]);
  b.store_aligned(lanes[1]);
  product.store_aligned(lanes[2]);
  for (std::size_t i = 0; i < size; ++i) lanes[0][i] = std::fma(lanes[0][i], lanes[1][i], -lanes[2][i]);
  return Lanes<double>::load_aligned(lanes[0]);
#endif
}

}  // namespace actlab
