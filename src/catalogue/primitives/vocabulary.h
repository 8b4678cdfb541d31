#pragma once

#include <cmath>

/// The words that formulas are written in. A formula is a template over the value type V and calls these without a
/// namespace: for V = float or double it finds the functions below, for a SIMD batch xsimd's, for a recorded tensor
/// those of autograd/tensor_value.h. So one formula is scalar code, vector code and an autograd graph.
///
/// simd/special.h makes more of them.
///
/// Words: exp expm1 log log1p tanh erf erfc sin cos sqrt abs min max, select(condition, a, b), is_nan,
/// quotient, log1p_within_1, product_error, sin_twice, cos_twice;
/// + - * /, comparisons (which give a condition), & and | on conditions.
namespace actlab {

// Spelt out for scalars, because the C library's global exp(double) would quietly take a float the long way round.
#define ACTLAB_SCALAR_WORD(word) \
  inline float word(float x) {   \
    return std::word(x);         \
  }                              \
  inline double word(double x) { \
    return std::word(x);         \
  }
ACTLAB_SCALAR_WORD(exp)
ACTLAB_SCALAR_WORD(expm1)
ACTLAB_SCALAR_WORD(log)
ACTLAB_SCALAR_WORD(log1p)
ACTLAB_SCALAR_WORD(tanh)
ACTLAB_SCALAR_WORD(erf)
ACTLAB_SCALAR_WORD(erfc)
ACTLAB_SCALAR_WORD(sin)
ACTLAB_SCALAR_WORD(cos)
ACTLAB_SCALAR_WORD(sqrt)
ACTLAB_SCALAR_WORD(abs)
#undef ACTLAB_SCALAR_WORD

/// sin and cos of 2 x, where 2 x may be too large to be a number.
inline float sin_twice(float x) {
  return std::sin(2 * x);
}
inline double sin_twice(double x) {
  return static_cast<double>(std::sin(2.0L * x));
}
inline float cos_twice(float x) {
  return std::cos(2 * x);
}
inline double cos_twice(double x) {
  return static_cast<double>(std::cos(2.0L * x));
}

inline float select(bool condition, float a, float b) {
  return condition ? a : b;
}
inline double select(bool condition, double a, double b) {
  return condition ? a : b;
}

/// a / b, where b is neither infinite nor so small that 1 / b is: a batch may then take a shorter way.
template <class V>
V quotient(const V& a, const V& b) {
  return a / b;
}

/// log(1 + x) for 0 <= x <= 1.
template <class V>
V log1p_within_1(const V& x) {
  return log1p(x);
}

/// a * b - product exactly, where product is a * b rounded: what the rounding took away.
inline float product_error(float a, float b, float product) {
  return std::fma(a, b, -product);
}
inline double product_error(double a, double b, double product) {
  return std::fma(a, b, -product);
}

/// True where x is NaN.
template <class V>
auto is_nan(const V& x) {
  return x != x;
}

}  // namespace actlab
