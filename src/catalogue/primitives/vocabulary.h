#pragma once

#include <cmath>

/// The primitives that definitions are written in. A definition is a template over the value type V and calls them
/// without a namespace. For V = double it finds the functions below, for SIMD lanes those of lanes.h, float32.h and
/// extended.h, for a derivative those of dual.h, and for a tensor those of torch/autograd/tensor_value.h.
///
///     + - * /  < <= > >= ==  & |            & and | combine comparisons
///     select(condition, a, b)  is_nan(x)
///     max_propagating_nan(lowest, x)  min_propagating_nan(highest, x)
///     abs sqrt exp expm1 log log1p sin cos tanh erf erfc
///     sigmoid softplus normal_cdf normal_pdf
///     V(0.5)  Constant<V>::pi()  Constant<V>::ratio(1, 6)
///
/// rounding.h and special.h add what only exact forms need: rounding errors of products and sums, exponentials that do
/// not underflow, Taylor series at roots.
namespace actlab {

#define ACTLAB_SCALAR_PRIMITIVE(primitive) \
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

/// sin(2x) and cos(2x). 2x may exceed the range of double.
inline double sin_twice(double x) {
  return static_cast<double>(std::sin(2.0L * x));
}
inline double cos_twice(double x) {
  return static_cast<double>(std::cos(2.0L * x));
}

inline double select(bool condition, double a, double b) {
  return condition ? a : b;
}

/// a / b, if neither b nor 1 / b is infinite. Lanes may then use a faster approximation of 1 / b.
template <class V> V quotient(const V& a, const V& b) {
  return a / b;
}

/// log(1 + x) for 0 <= x <= 1.
template <class V> V log1p_within_1(const V& x) {
  return log1p(x);
}

/// True if x is NaN.
template <class V> auto is_nan(const V& x) {
  return x != x;
}

/// Constants with the full precision of V, which may be higher than that of a double literal.
template <class V> struct Constant {
  // tools/coefficients: pi
  static V pi() { return V(3.14159265358979323846); }
  static V ratio(double a, double b) { return V(a / b); }
};

}  // namespace actlab
