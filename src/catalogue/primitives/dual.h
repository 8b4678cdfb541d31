#pragma once

#include <type_traits>

#include "catalogue/primitives/normal.h"
#include "catalogue/primitives/special.h"

namespace actlab {

/// A value and its derivative by one variable: evaluating a definition on Dual is forward-mode differentiation. This
/// file has the differentiation rule of every primitive. Each rule is written without cancellation.
template <class V> struct Dual {
  using value_type = typename detail::ElementOf<V>::type;

  V value, derivative;
  bool is_constant = false;  ///< derivative is 0; the compiler then removes additions of 0 and products with it

  Dual(const V& at, const V& derivative_at) : value(at), derivative(derivative_at) {}
  template <class Number>
  requires std::is_arithmetic_v<Number>
  explicit Dual(Number number) : Dual(constant(V(number))) {}
  static Dual constant(const V& at) {
    Dual result(at, V(0));
    result.is_constant = true;
    return result;
  }
  static Dual variable(const V& at) { return {at, V(1)}; }

  friend Dual operator+(const Dual& a, const Dual& b) {
    if (a.is_constant && b.is_constant) return constant(a.value + b.value);
    if (a.is_constant) return {a.value + b.value, b.derivative};
    if (b.is_constant) return {a.value + b.value, a.derivative};
    return {a.value + b.value, a.derivative + b.derivative};
  }
  friend Dual operator-(const Dual& a) { return a.is_constant ? constant(-a.value) : Dual(-a.value, -a.derivative); }
  friend Dual operator-(const Dual& a, const Dual& b) {
    if (a.is_constant && b.is_constant) return constant(a.value - b.value);
    if (a.is_constant) return {a.value - b.value, -b.derivative};
    if (b.is_constant) return {a.value - b.value, a.derivative};
    return {a.value - b.value, a.derivative - b.derivative};
  }
  friend Dual operator*(const Dual& a, const Dual& b) {
    if (a.is_constant && b.is_constant) return constant(a.value * b.value);
    if (a.is_constant) return {a.value * b.value, a.value * b.derivative};
    if (b.is_constant) return {a.value * b.value, a.derivative * b.value};
    return {a.value * b.value, a.derivative * b.value + a.value * b.derivative};
  }
  friend Dual operator/(const Dual& a, const Dual& b) {
    const V ratio = a.value / b.value;
    if (a.is_constant && b.is_constant) return constant(ratio);
    if (b.is_constant) return {ratio, a.derivative / b.value};
    if (a.is_constant) return {ratio, -(ratio * b.derivative) / b.value};
    return {ratio, (a.derivative - ratio * b.derivative) / b.value};
  }

  friend auto operator<(const Dual& a, const Dual& b) { return a.value < b.value; }
  friend auto operator<=(const Dual& a, const Dual& b) { return a.value <= b.value; }
  friend auto operator>(const Dual& a, const Dual& b) { return a.value > b.value; }
  friend auto operator>=(const Dual& a, const Dual& b) { return a.value >= b.value; }
  friend auto operator==(const Dual& a, const Dual& b) { return a.value == b.value; }
  friend auto is_nan(const Dual& x) { return is_nan(x.value); }
  template <class Mask> friend Dual select(const Mask& mask, const Dual& a, const Dual& b) {
    return {select(mask, a.value, b.value), select(mask, a.derivative, b.derivative)};
  }
  /// At x = lowest, and at x = highest, the derivative is that of x.
  friend Dual max_propagating_nan(const Dual& lowest, const Dual& x) { return select(x < lowest, lowest, x); }
  friend Dual min_propagating_nan(const Dual& highest, const Dual& x) { return select(x > highest, highest, x); }

  /// The chain rule, with f = f(x) and df = f'(x).
  static Dual chain(const Dual& x, const V& f, const V& df) {
    return x.is_constant ? constant(f) : Dual(f, df * x.derivative);
  }
  friend Dual exp(const Dual& x) {
    const V e = exp(x.value);
    return chain(x, e, e);
  }
  friend Dual expm1(const Dual& x) { return chain(x, expm1(x.value), exp(x.value)); }
  friend Dual log(const Dual& x) { return chain(x, log(x.value), V(1) / x.value); }
  friend Dual log1p(const Dual& x) { return chain(x, log1p(x.value), V(1) / (V(1) + x.value)); }
  friend Dual sqrt(const Dual& x) {
    const V root = sqrt(x.value);
    return chain(x, root, V(0.5) / root);
  }
  /// The derivative at 0 is 0.
  friend Dual abs(const Dual& x) {
    return chain(x, abs(x.value), select(x.value > V(0), V(1), select(x.value < V(0), V(-1), x.value)));
  }
  friend Dual sin(const Dual& x) { return chain(x, sin(x.value), cos(x.value)); }
  friend Dual cos(const Dual& x) { return chain(x, cos(x.value), -sin(x.value)); }
  friend Dual tanh(const Dual& x) { return chain(x, tanh(x.value), V(4) * sigmoid_derivative(V(2) * x.value)); }
  friend Dual erf(const Dual& x) { return chain(x, erf(x.value), error_density(x.value)); }
  friend Dual erfc(const Dual& x) { return chain(x, erfc(x.value), -error_density(x.value)); }
  friend Dual sigmoid(const Dual& x) { return chain(x, sigmoid(x.value), sigmoid_derivative(x.value)); }
  friend Dual softplus(const Dual& x) { return chain(x, softplus(x.value), sigmoid(x.value)); }
  friend Dual normal_cdf(const Dual& x) { return chain(x, normal_cdf(x.value), normal_pdf(x.value)); }
  friend Dual normal_pdf(const Dual& x) {
    const V density = normal_pdf(x.value);
    return chain(x, density, -(x.value * density));
  }

 private:
  // 2 / sqrt(pi) * exp(-x^2)
  static V error_density(const V& x) { return V(2) / sqrt(Constant<V>::pi()) * exp(-(x * x)); }
};

template <class V> struct Constant<Dual<V>> {
  static Dual<V> pi() { return Dual<V>::constant(Constant<V>::pi()); }
  static Dual<V> ratio(double a, double b) { return Dual<V>::constant(Constant<V>::ratio(a, b)); }
};

}  // namespace actlab
