#pragma once

// For kernel sources only. Sines and cosines of multiples of x for lanes of float32, from the distance to the nearest
// multiple of pi / 2. Near a root they keep their digits because that distance does.
#include <array>
#include <bit>
#include <cmath>
#include <cstdint>

#include "catalogue/primitives/float32.h"

namespace actlab {

/// factor * x = (n - offset) * pi / 2 + distance - negative_error, |distance| <= pi / 4, for an offset of 0 or 1/2. Not
/// if it is far: if |factor * x| is large, or the factor so large or small that it, its inverse or errors may not be
/// finite.
struct QuarterTurn {
  QuarterTurn(const Lanes<float>& factor, const Lanes<float>& x, float offset) {
    using V = Lanes<float>;
    // tools/coefficients: half_pi_in_parts
    constexpr double part[]{1.570796251296997, 7.549533620476723e-08, 2.563344151594519e-12};
    const V magic(12582912.0f), t = factor * x;  // 1.5 * 2^23: a sum with it has an integer in its last bits
    const V product_error = fnma(factor, x, t);  // subtracted, which keeps the sign of 0
    // tools/coefficients: two_over_pi
    shifted = fma(t, V(0.6366197723675814), V(offset)) + magic;
    const V n = (shifted - magic) - V(offset);
    // Products with n have so few digits that the first two differences are exact near a root.
    const V near = fnma(n, V(part[1]), fnma(n, V(part[0]), t)) - product_error;
    distance = fnma(n, V(part[2]), near);
    negative_error = fma(n, V(part[2]), distance - near);
    const V size = abs(factor);
    is_far = (abs(t) > V(3e3f)) | (size > V(1e6f)) | (size < V(1e-6f));
  }

  /// sin(distance)
  Lanes<float> sine() const {
    const Lanes<float> cube = distance * square();
    return distance - fnma(cube, sine_series(), negative_error);
  }
  /// cos(distance)
  Lanes<float> cosine() const {
    using V = Lanes<float>;
    // tools/coefficients: cosine_float32
    constexpr std::array<double, 3> series{0.04166664562, -0.001388731307, 0.00002443278562};
    const V z = square();
    return fma(z * z, polynomial<3>(z, series), fma(z, V(-0.5f), V(1.0f)));
  }
  /// sin(distance)^2
  WithError<Lanes<float>> squared_sine() const {
    const Lanes<float> z = square(), tail = fma(distance * z, sine_series(), -negative_error);
    return {z, fma(tail, tail + (distance + distance), product_error(distance, distance, z))};
  }

  /// True if n is odd.
  LanesMask<float> is_odd() const {
#if defined(ACTLAB_ISA_avx512)
    return {_mm512_test_epi32_mask(_mm512_castps_si512(shifted), _mm512_set1_epi32(1))};
#else
    return copysign(Lanes<float>(1.0f), shifted_left<31>(shifted)) < Lanes<float>(0.0f);
#endif
  }
  /// x, negated if the second bit of n + more is set.
  Lanes<float> with_sign_of_half_turns(const Lanes<float>& x, float more = 0) const {
    const Lanes<float> bits = more == 0 ? shifted : shifted + Lanes<float>(more);
    return x ^ sign_of(shifted_left<30>(bits));
  }

  Lanes<float> distance, negative_error;
  Lanes<float> shifted;  ///< has n in its last bits
  LanesMask<float> is_far;

 private:
  Lanes<float> square() const {
    return distance * distance;
  }
  // (sin(distance) / distance - 1) / distance^2
  Lanes<float> sine_series() const {
    // tools/coefficients: sine_float32
    constexpr std::array<double, 3> series{-0.1666665457, 0.008332158412, -0.0001951495786};
    return polynomial<3>(square(), series);
  }
  static Lanes<float> sign_of(const Lanes<float>& x) {
    return copysign(Lanes<float>(0.0f), x);
  }
  // The bits of x as an integer, times 2^count.
  template <int count> static Lanes<float> shifted_left(const Lanes<float>& x) {
#if defined(ACTLAB_ISA_avx512)
    return _mm512_castsi512_ps(_mm512_slli_epi32(_mm512_castps_si512(x), count));
#elif defined(ACTLAB_ISA_avx2)
    return _mm256_castsi256_ps(_mm256_slli_epi32(_mm256_castps_si256(x), count));
#else
    return lane_by_lane(x,
                        [](float lane) { return std::bit_cast<float>(std::bit_cast<std::uint32_t>(lane) << count); });
#endif
  }
};

}  // namespace actlab
