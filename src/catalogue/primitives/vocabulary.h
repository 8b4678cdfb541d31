#pragma once

#include <cmath>

/// The primitives that definitions are written in. A definition is a template over the value type V and calls these
/// without a namespace: for V = float or double it finds the functions below, for vector lanes those of lanes.h,
/// float32.h and extended.h, for a tensor those of torch/autograd/tensor_value.h, for a derivative those of dual.h.
///
///     + - * /  < <= > >= ==  & |            & and | combine comparisons
///     select(condition, a, b)  is_nan(x)
///     max_propagating_nan(lowest, x)  min_propagating_nan(highest, x)
///     abs sqrt exp expm1 log log1p sin cos tanh erf erfc
///     sigmoid softplus normal_cdf normal_pdf
///     V(0.5)  Constant<V>::pi()  Constant<V>::ratio(1, 6)
///
/// special.h adds what only exact formulas need: the errors of products and sums, split exponentials, series at roots.
namespace actlab {

// Spelt out for scalars, because the C library's global exp(double) would silently convert a float.
#define ACTLAB_SCALAR_PRIMITIVE(primitive) \
  inline float primitive(float x) {        \
    return std::primitive(x);              \
  }                                        \
  inline double primitive(double x) {      \
    return std::primitive(x);              \
  }
ACTLAB_SCALAR_PRIMITIVE(exp)
ACTLAB_SCALAR_PRIMITIVE(expm1)
ACTLAB_SCALAR_PRIMITIVE(log)
ACTLAB_SCALAR_PRIMITIVE(log1p)
ACTLAB_SCALAR_PRIMITIVE(tanh)
ACTLAB_SCALAR_PRIMITIVE(erf)
ACTLAB_SCALAR_PRIMITIVE(erfc)
ACTLAB_SCALAR_PRIMITIVE(sin)
ACTLAB_SCALAR_PRIMITIVE(cos)
ACTLAB_SCALAR_PRIMITIVE(sqrt)
ACTLAB_SCALAR_PRIMITIVE(abs)
#undef ACTLAB_SCALAR_PRIMITIVE

/// sin and cos of 2 x, where 2 x may overflow.
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

/// a / b, where b is neither infinite nor so small that 1 / b is infinite: lanes may then take a shorter way.
template <class V>
V quotient(const V& a, const V& b) {
  return a / b;
}

/// log(1 + x) for 0 <= x <= 1.
template <class V>
V log1p_within_1(const V& x) {
  return log1p(x);
}

/// a * b - product exactly, where product is a * b rounded: the rounding error.
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

/// Constants to the full precision of V, which may be higher than that of a literal.
template <class V>
struct Constant {
  // tools/coefficients: pi
  static V pi() { return V(3.14159265358979323846); }
  static V ratio(double a, double b) { return V(a / b); }
};

}  // namespace actlab
