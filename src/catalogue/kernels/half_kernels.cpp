// Compiled once for each instruction set: see cmake/simd.cmake.
#include <algorithm>
#include <bit>
#include <cmath>
#include <cstring>

#include "catalogue/kernels/dispatch.h"
#include "catalogue/kernels/kernel_table.h"
#include "catalogue/primitives/lanes.h"

namespace actlab {
namespace {

constexpr std::int64_t width = Lanes<float>::size;

#if defined(ACTLAB_ISA_avx512)
__m512 load_float16(const std::uint16_t* from) {
  return _mm512_cvtph_ps(_mm256_loadu_si256(reinterpret_cast<const __m256i*>(from)));
}
void store_float16(std::uint16_t* to, __m512 x) {
  _mm256_storeu_si256(reinterpret_cast<__m256i*>(to),
                      _mm512_cvtps_ph(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}
#elif defined(ACTLAB_ISA_avx2)
__m256 load_float16(const std::uint16_t* from) {
  return _mm256_cvtph_ps(_mm_loadu_si128(reinterpret_cast<const __m128i*>(from)));
}
void store_float16(std::uint16_t* to, __m256 x) {
  _mm_storeu_si128(reinterpret_cast<__m128i*>(to), _mm256_cvtps_ph(x, _MM_FROUND_TO_NEAREST_INT | _MM_FROUND_NO_EXC));
}
#endif

// The exponent and the fraction of float16, moved to their places in float32, are the number divided by 2^112, also if
// it is subnormal.
float from_float16(std::uint16_t half) {
  const std::uint32_t sign = std::uint32_t{half & 0x8000u} << 16, rest = std::uint32_t{half & 0x7fffu} << 13;
  const bool is_finite = (half & 0x7c00u) != 0x7c00u;
  const float size = std::bit_cast<float>(is_finite ? rest : rest | 0x7f800000u) * (is_finite ? 0x1p112f : 1.0f);
  return std::bit_cast<float>(std::bit_cast<std::uint32_t>(size) | sign);
}

// Adds a power of two whose last bit is that of the result, so that the processor rounds.
std::uint16_t to_float16(float x) {
  const std::uint32_t bits = std::bit_cast<std::uint32_t>(x), sign = (bits >> 16) & 0x8000u;
  const float size = std::abs(x);
  if (!(size < 65520.0f)) return static_cast<std::uint16_t>(sign | (std::isnan(x) ? 0x7e00u : 0x7c00u));
  // At least 2^-14, below which float16 is subnormal.
  const std::uint32_t exponent = std::max<std::uint32_t>(std::bit_cast<std::uint32_t>(size) >> 23, 113);
  const float magic = std::bit_cast<float>((exponent + 13) << 23);
  const std::uint32_t rounded = std::bit_cast<std::uint32_t>(size + magic) & 0x7fffffu;
  return static_cast<std::uint16_t>(sign | (((exponent - 113) << 10) + rounded));
}

void float_from_float16(const std::uint16_t* from, float* to, std::int64_t n) {
  std::int64_t i = 0;
#if defined(ACTLAB_ISA_avx512) || defined(ACTLAB_ISA_avx2)
  for (; i + width <= n; i += width) Lanes<float>(load_float16(from + i)).store_unaligned(to + i);
#endif
  for (; i < n; ++i) to[i] = from_float16(from[i]);
}

void float16_from_float(const float* from, std::uint16_t* to, std::int64_t n) {
  std::int64_t i = 0;
#if defined(ACTLAB_ISA_avx512) || defined(ACTLAB_ISA_avx2)
  for (; i + width <= n; i += width) store_float16(to + i, Lanes<float>::load_unaligned(from + i));
#endif
  for (; i < n; ++i) to[i] = to_float16(from[i]);
}

// bfloat16 is the upper half of a float32.
void float_from_bfloat16(const std::uint16_t* from, float* to, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) to[i] = std::bit_cast<float>(std::uint32_t{from[i]} << 16);
}

void bfloat16_from_float(const float* from, std::uint16_t* to, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) {
    const std::uint32_t bits = std::bit_cast<std::uint32_t>(from[i]);
    const std::uint32_t rounded = (bits + 0x7fffu + ((bits >> 16) & 1u)) >> 16;  // to nearest, ties to even
    const bool is_nan = (bits & 0x7fffffffu) > 0x7f800000u;
    to[i] = static_cast<std::uint16_t>(is_nan ? 0x7fc0u : rounded);
  }
}

}  // namespace

ACTLAB_KERNELS(HalfKernels, half_kernel_table){{float_from_float16, float16_from_float},
                                               {float_from_bfloat16, bfloat16_from_float}};

}  // namespace actlab
