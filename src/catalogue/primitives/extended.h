#pragma once

// For kernel sources only.
#include <array>
#include <cmath>

#include "catalogue/primitives/float64.h"
#include "catalogue/primitives/lanes.h"
#include "catalogue/primitives/normal.h"

namespace actlab {

/// Lanes of float64 for results in float32. A formula may lose up to 29 bits before the final rounding shows it, and
/// its intermediate results neither overflow nor underflow. Primitives are faster than those of Lanes<double>, with a
/// relative error of up to 1e-8.
struct ExtendedLanes {
  using value_type = float;  ///< the type of the results
  using Lanes = actlab::Lanes<double>;
  using Mask = LanesMask<double>;

  explicit ExtendedLanes(double number) : lanes(number) {}
  explicit ExtendedLanes(const Lanes& all) : lanes(all) {}

  friend ExtendedLanes operator+(const ExtendedLanes& a, const ExtendedLanes& b) {
    return ExtendedLanes(a.lanes + b.lanes);
  }
  friend ExtendedLanes operator-(const ExtendedLanes& a, const ExtendedLanes& b) {
    return ExtendedLanes(a.lanes - b.lanes);
  }
  friend ExtendedLanes operator*(const ExtendedLanes& a, const ExtendedLanes& b) {
    return ExtendedLanes(a.lanes * b.lanes);
  }
  friend ExtendedLanes operator/(const ExtendedLanes& a, const ExtendedLanes& b) {
    return ExtendedLanes(a.lanes / b.lanes);
  }
  friend ExtendedLanes operator-(const ExtendedLanes& a) { return ExtendedLanes(-a.lanes); }
  friend Mask operator<(const ExtendedLanes& a, const ExtendedLanes& b) { return a.lanes < b.lanes; }
  friend Mask operator<=(const ExtendedLanes& a, const ExtendedLanes& b) { return a.lanes <= b.lanes; }
  friend Mask operator>(const ExtendedLanes& a, const ExtendedLanes& b) { return a.lanes > b.lanes; }
  friend Mask operator==(const ExtendedLanes& a, const ExtendedLanes& b) { return a.lanes == b.lanes; }
  friend Mask operator>=(const ExtendedLanes& a, const ExtendedLanes& b) { return a.lanes >= b.lanes; }
  friend ExtendedLanes select(const Mask& condition, const ExtendedLanes& a, const ExtendedLanes& b) {
    return ExtendedLanes(select(condition, a.lanes, b.lanes));
  }
  /// No split is needed: exp(-a) underflows in float32 long before it does here.
  friend SplitExp<ExtendedLanes> split_exp(const ExtendedLanes& a) { return {exp(-a), ExtendedLanes(1)}; }
  friend ExtendedLanes product_error(const ExtendedLanes&, const ExtendedLanes&, const ExtendedLanes&) {
    return ExtendedLanes(0);
  }

#define ACTLAB_AS_IN_FLOAT64(primitive)                    \
  friend ExtendedLanes primitive(const ExtendedLanes& x) { \
    return ExtendedLanes(primitive(x.lanes));              \
  }
  ACTLAB_AS_IN_FLOAT64(sqrt)
  ACTLAB_AS_IN_FLOAT64(abs)
  ACTLAB_AS_IN_FLOAT64(log)
  ACTLAB_AS_IN_FLOAT64(log1p)
  ACTLAB_AS_IN_FLOAT64(erf)
  ACTLAB_AS_IN_FLOAT64(erfc)
#undef ACTLAB_AS_IN_FLOAT64
  friend ExtendedLanes sin(const ExtendedLanes& x) {
    return sine(x.lanes, Lanes(0), 0);
  }
  friend ExtendedLanes cos(const ExtendedLanes& x) {
    return sine(x.lanes, Lanes(0), 0.5);
  }
  friend ExtendedLanes sin_twice(const ExtendedLanes& x) {
    return sine(x.lanes + x.lanes, Lanes(0), 0);
  }
  friend ExtendedLanes cos_twice(const ExtendedLanes& x) {
    return sine(x.lanes + x.lanes, Lanes(0), 0.5);
  }
  /// a * b - product: guard digits do not make up for the period of sines.
  friend ExtendedLanes argument_error(const ExtendedLanes& a, const ExtendedLanes& b, const ExtendedLanes& product) {
    return ExtendedLanes(product_error(a.lanes, b.lanes, product.lanes));
  }
  friend ExtendedLanes sin_of(const ExtendedLanes& t, const ExtendedLanes& t_error) {
    return sine(t.lanes, t_error.lanes, 0);
  }
  friend ExtendedLanes cos_of(const ExtendedLanes& t, const ExtendedLanes& t_error) {
    return sine(t.lanes, t_error.lanes, 0.5);
  }
  /// 1 + sin(2t) = 2 sin^2(t + pi / 4), which has no cancellation.
  friend ExtendedLanes one_plus_sin_of_twice(const ExtendedLanes& t, const ExtendedLanes& t_error) {
    const ExtendedLanes s = sine(t.lanes, t_error.lanes, 0.25);
    return (s + s) * s;
  }

  friend ExtendedLanes exp(const ExtendedLanes& x) {
    const Exponential e = exponential(x);
    return ExtendedLanes(fma(e.power, e.rest, e.power));
  }
  friend ExtendedLanes expm1(const ExtendedLanes& x) {
    const Exponential e = exponential(x);
    return ExtendedLanes(fma(e.power, e.rest, e.power - Lanes(1)));
  }
  friend ExtendedLanes tanh(const ExtendedLanes& x) {
    const ExtendedLanes m = expm1(ExtendedLanes(-2) * abs(x));
    return ExtendedLanes(copysign(quotient(m, ExtendedLanes(2) + m).lanes, x.lanes));
  }
  // As 2 atanh(x / (2 + x)).
  friend ExtendedLanes log1p_within_1(const ExtendedLanes& x) {
    // tools/coefficients: log1p
    constexpr std::array<double, 6> series{1.9999999998090061,  0.6666667902643397,  0.39998711246862334,
                                           0.28620207408437237, 0.21398560506678543, 0.24393908084023025};
    const ExtendedLanes s = quotient(x, ExtendedLanes(2) + x);
    return s * polynomial<6>(s * s, series);
  }
  // exp(-x^2 / 2) times a polynomial in (|x| - 3.5) / (|x| + 3.5), fitted over the range of float32 results.
  friend Normal<ExtendedLanes> normal(const ExtendedLanes& x) {
    // tools/coefficients: normal
    constexpr std::array<double, 12> series{0.10634515374918473,     -0.1871396981932697,     0.12585524191433659,
                                            -0.06163944220234009,    0.019065774918475095,    -0.001561233860322816,
                                            -0.0013822057259111583,  0.0003892649442623627,   0.00013484479758472479,
                                            -5.0645785594058976e-05, -2.0928514999974056e-05, -3.6367168285068095e-07};
    const ExtendedLanes t = abs(clamp_magnitude(x, 40));
    const ExtendedLanes e = exp(ExtendedLanes(-0.5) * t * t);
    const ExtendedLanes p = e * polynomial<12>(quotient(t - ExtendedLanes(3.5), t + ExtendedLanes(3.5)), series);
    // tools/coefficients: one_over_sqrt_2_pi
    return {select(x < ExtendedLanes(0), p, ExtendedLanes(1) - p), e * ExtendedLanes(0.39894228040143267794),
            ExtendedLanes(1), ExtendedLanes(0)};
  }
  friend ExtendedLanes quotient(const ExtendedLanes& a, const ExtendedLanes& b) {
#if defined(ACTLAB_ISA_avx512)
    // The processor's estimate of 1 / b has 14 bits; one Newton step doubles them.
    const Lanes estimate(_mm512_rcp14_pd(b.lanes));
    const Lanes residue = fnma(b.lanes, estimate, Lanes(1));
    return ExtendedLanes(a.lanes * fma(estimate, residue, estimate));
#else
    return a / b;
#endif
  }

  Lanes lanes;

 private:
  /// exp(x) = power + power * rest, for x in [-708, 708].
  struct Exponential {
    Lanes power, rest;
  };
  static Exponential exponential(const ExtendedLanes& x) {
    // tools/coefficients: exp
    constexpr std::array<double, 6> series{0.5000000013457727,   0.16666666681614256,   0.04166646500604005,
                                           0.008333310934448869, 0.0013933641031986701, 0.00019890980869750327};
    // min and max of x86 return their second argument if one is NaN.
    const Lanes bounded = max(Lanes(-708), min(Lanes(708), x.lanes));
    const Lanes magic(6755399441055744.0);  // 1.5 * 2^52: x + magic has x, rounded to an integer, in its last bits
    // tools/coefficients: one_over_log_2
    const Lanes shifted = fma(bounded, Lanes(1.4426950408889634), magic);
    // tools/coefficients: log_2
    const Lanes r = fnma(shifted - magic, Lanes(0.6931471805599453), bounded);
    return {power_of_two(shifted), fma(r * r, polynomial<6>(ExtendedLanes(r), series).lanes, r)};
  }
  /// sin(x + error + half_turns * pi), from the distance to the nearest root. Pi is split into three parts. Products of
  /// the first two with integers up to limit / pi are exact, so results near a root keep their digits.
  static ExtendedLanes sine(const Lanes& x, const Lanes& error, double half_turns) {
    // tools/coefficients: pi_in_parts
    constexpr double limit = 3e6, pi[]{3.1415926516056061, 1.9841871583270443e-9, 1.0340365963588211e-18};
    // tools/coefficients: sine
    constexpr std::array<double, 5> series{0.99999999465838793, -0.16666656642935514, 0.0083330241964664167,
                                           -0.0001980735034276452, 2.6017496340917069e-6};
    const Lanes magic(6755399441055744.0), shift(half_turns);  // magic as in exponential()
    // tools/coefficients: one_over_pi
    const Lanes shifted = fma(x, Lanes(0.31830988618379067), shift) + magic, root = (shifted - magic) - shift;
    const Lanes near = (x - root * Lanes(pi[0])) - root * Lanes(pi[1]);
    const ExtendedLanes r(near - (root * Lanes(pi[2]) - error));
    const ExtendedLanes result((r * polynomial<5>(r * r, series)).lanes ^ sign_of_odd(shifted));
    // A lane takes the same formula whatever the others are, so its result does not depend on them.
    const auto is_far = abs(x) > Lanes(limit);
    return any(is_far) ? select(is_far, sine_of_each(x, error, half_turns), result) : result;
  }
  // For inputs beyond the limit, lane by lane.
  [[gnu::noinline, gnu::cold]] static ExtendedLanes sine_of_each(const Lanes& x, const Lanes& error,
                                                                 double half_turns) {
    alignas(64) double each[Lanes::size], errors[Lanes::size];
    x.store_aligned(each);
    error.store_aligned(errors);
    for (std::size_t i = 0; i < Lanes::size; ++i) {
      const double sine = std::sin(each[i]), cosine = std::cos(each[i]), shifted = errors[i];
      const double at = sine * std::cos(shifted) + cosine * std::sin(shifted),
                   next = cosine * std::cos(shifted) - sine * std::sin(shifted);
      // tools/coefficients: sqrt_half
      each[i] = half_turns == 0 ? at : half_turns == 0.5 ? next : (at + next) * 0.70710678118654752440;
    }
    return ExtendedLanes(Lanes::load_aligned(each));
  }
  // -0.0 if the integer in the last bits of `shifted` is odd, otherwise 0.0.
  static Lanes sign_of_odd(const Lanes& shifted) {
#if defined(ACTLAB_ISA_avx512)
    return _mm512_castsi512_pd(_mm512_slli_epi64(_mm512_castpd_si512(shifted), 63));
#elif defined(ACTLAB_ISA_avx2)
    return _mm256_castsi256_pd(_mm256_slli_epi64(_mm256_castpd_si256(shifted), 63));
#elif defined(__SSE2__)
    return _mm_castsi128_pd(_mm_slli_epi64(_mm_castpd_si128(shifted), 63));
#else
    alignas(64) double each[Lanes::size];
    shifted.store_aligned(each);
    for (double& lane : each) lane = std::fmod(lane, 2) == 0 ? 0.0 : -0.0;
    return Lanes::load_aligned(each);
#endif
  }
  // 2^n, n the integer in the last bits of `shifted`.
  static Lanes power_of_two(const Lanes& shifted) {
#if defined(ACTLAB_ISA_avx512)
    const __m512i bits = _mm512_slli_epi64(_mm512_castpd_si512(shifted), 52);
    return _mm512_castsi512_pd(_mm512_add_epi64(bits, _mm512_set1_epi64(0x3ff0000000000000)));
#elif defined(ACTLAB_ISA_avx2)
    const __m256i bits = _mm256_slli_epi64(_mm256_castpd_si256(shifted), 52);
    return _mm256_castsi256_pd(_mm256_add_epi64(bits, _mm256_set1_epi64x(0x3ff0000000000000)));
#elif defined(__SSE2__)
    const __m128i bits = _mm_slli_epi64(_mm_castpd_si128(shifted), 52);
    return _mm_castsi128_pd(_mm_add_epi64(bits, _mm_set1_epi64x(0x3ff0000000000000)));
#else
    alignas(64) double each[Lanes::size];
    shifted.store_aligned(each);
    for (double& lane : each) lane = std::exp2(lane - 6755399441055744.0);
    return Lanes::load_aligned(each);
#endif
  }
};

template <> inline constexpr bool has_guard_digits<ExtendedLanes> = true;

}  // namespace actlab
