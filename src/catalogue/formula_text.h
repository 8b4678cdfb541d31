#pragma once

#include <string>
#include <type_traits>

#include "catalogue/definition.h"
#include "core/text.h"

namespace actlab {

/// A value type whose values are formulas as text: evaluating a definition on it gives its formula.
class Text {
 public:
  using value_type = double;

  template <class Number>
  requires std::is_arithmetic_v<Number>
  explicit Text(Number number) : Text(to_text(static_cast<double>(number)), number < 0 ? sum : atom) {}
  static Text variable(const char* name) { return {name, atom}; }

  const std::string& text() const { return text_; }

  friend Text operator+(const Text& a, const Text& b) {
    if (a.text_ == "0") return b;
    if (b.text_ == "0") return a;
    return {a.text_ + " + " + b.text_, sum};
  }
  friend Text operator-(const Text& a) { return {"-" + a.parenthesized(product), sum}; }
  friend Text operator-(const Text& a, const Text& b) {
    if (b.text_ == "0") return a;
    return {a.text_ + " - " + b.parenthesized(product), sum};
  }
  friend Text operator*(const Text& a, const Text& b) {
    if (a.text_ == "1") return b;
    if (b.text_ == "1") return a;
    if (a.text_ == "0" || b.text_ == "0") return Text(0);
    return {a.parenthesized(product) + " * " + b.parenthesized(product), product};
  }
  friend Text operator/(const Text& a, const Text& b) {
    if (b.text_ == "1") return a;
    return {a.parenthesized(product) + " / " + b.parenthesized(atom), product};
  }

  friend Text operator<(const Text& a, const Text& b) { return compare(a, "<", b); }
  friend Text operator<=(const Text& a, const Text& b) { return compare(a, "<=", b); }
  friend Text operator>(const Text& a, const Text& b) { return compare(a, ">", b); }
  friend Text operator>=(const Text& a, const Text& b) { return compare(a, ">=", b); }
  friend Text operator==(const Text& a, const Text& b) { return compare(a, "==", b); }
  friend Text operator&(const Text& a, const Text& b) { return compare(a, "and", b); }
  friend Text operator|(const Text& a, const Text& b) { return compare(a, "or", b); }
  friend Text is_nan(const Text& x) { return call("is_nan", x); }
  friend Text select(const Text& condition, const Text& a, const Text& b) {
    if (a.text_ == b.text_) return a;
    return {"(" + a.text_ + " if " + condition.text_ + " else " + b.text_ + ")", atom};
  }
  friend Text max_propagating_nan(const Text& a, const Text& x) {
    return {"max(" + a.text_ + ", " + x.text_ + ")", atom};
  }
  friend Text min_propagating_nan(const Text& a, const Text& x) {
    return {"min(" + a.text_ + ", " + x.text_ + ")", atom};
  }

#define ACTLAB_TEXT_PRIMITIVE(primitive) \
  friend Text primitive(const Text& x) { \
    return call(#primitive, x);          \
  }
  ACTLAB_TEXT_PRIMITIVE(abs)
  ACTLAB_TEXT_PRIMITIVE(sqrt)
  ACTLAB_TEXT_PRIMITIVE(exp)
  ACTLAB_TEXT_PRIMITIVE(expm1)
  ACTLAB_TEXT_PRIMITIVE(log)
  ACTLAB_TEXT_PRIMITIVE(log1p)
  ACTLAB_TEXT_PRIMITIVE(sin)
  ACTLAB_TEXT_PRIMITIVE(cos)
  ACTLAB_TEXT_PRIMITIVE(tanh)
  ACTLAB_TEXT_PRIMITIVE(erf)
  ACTLAB_TEXT_PRIMITIVE(erfc)
  ACTLAB_TEXT_PRIMITIVE(sigmoid)
  ACTLAB_TEXT_PRIMITIVE(sigmoid_derivative)
  ACTLAB_TEXT_PRIMITIVE(softplus)
  ACTLAB_TEXT_PRIMITIVE(normal_cdf)
  ACTLAB_TEXT_PRIMITIVE(normal_pdf)
#undef ACTLAB_TEXT_PRIMITIVE

 private:
  friend struct Constant<Text>;
  enum Precedence { comparison, sum, product, atom };

  Text(std::string text, Precedence precedence) : text_(std::move(text)), precedence_(precedence) {}
  static Text call(const char* function, const Text& x) {
    return {std::string(function) + "(" + x.text_ + ")", atom};
  }
  static Text compare(const Text& a, const char* sign, const Text& b) {
    return {a.text_ + " " + sign + " " + b.text_, comparison};
  }
  // Adds parentheses if the precedence is lower than `least`.
  std::string parenthesized(Precedence least) const {
    return precedence_ >= least ? text_ : "(" + text_ + ")";
  }

  std::string text_;
  Precedence precedence_;
};

template <> struct Constant<Text> {
  static Text pi() { return {"pi", Text::atom}; }
  static Text ratio(double a, double b) { return Text(a) / Text(b); }
};

/// The formula of a definition, with the values of its parameters: "x * sigmoid(x)".
template <class A> std::string text_of(const A& activation) {
  return value_at(activation, Text::variable("x")).text();
}

/// Its derivative, by forward-mode differentiation.
template <class A> std::string derivative_text_of(const A& activation) {
  return derivative_at(activation, Text::variable(A::spec.saved == Saved::output ? "y" : "x")).text();
}

}  // namespace actlab
