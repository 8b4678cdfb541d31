#pragma once

#include <mpfr.h>

#include "catalogue/primitives/dual.h"

namespace actlab {

/// An arbitrary-precision number (MPFR). Evaluating a definition on it gives the reference for the kernels.
class Real {
 public:
  using value_type = double;

  /// The precision in bits of numbers that this thread creates from now on. Assignable.
  static mpfr_prec_t& bits() {
    static thread_local mpfr_prec_t current = 400;
    return current;
  }

  Real() { mpfr_init2(value_, bits()); }
  Real(double number) : Real() { mpfr_set_d(value_, number, MPFR_RNDN); }  // NOLINT: for constants in formulas
  Real(const Real& other) {
    mpfr_init2(value_, mpfr_get_prec(other.value_));
    mpfr_set(value_, other.value_, MPFR_RNDN);
  }
  Real(Real&& other) noexcept : Real() { mpfr_swap(value_, other.value_); }
  Real& operator=(Real other) {
    mpfr_swap(value_, other.value_);
    return *this;
  }
  ~Real() { mpfr_clear(value_); }

  double to_double() const { return mpfr_get_d(value_, MPFR_RNDN); }
  float to_float() const { return mpfr_get_flt(value_, MPFR_RNDN); }
  bool is_zero() const { return mpfr_zero_p(value_) != 0; }
  mpfr_srcptr get() const { return value_; }
  mpfr_ptr get() { return value_; }

 private:
  mpfr_t value_;
};

#define ACTLAB_REAL_OPERATOR(op, function)                \
  inline Real operator op(const Real& a, const Real& b) { \
    Real result;                                          \
    function(result.get(), a.get(), b.get(), MPFR_RNDN);  \
    return result;                                        \
  }
ACTLAB_REAL_OPERATOR(+, mpfr_add)
ACTLAB_REAL_OPERATOR(-, mpfr_sub)
ACTLAB_REAL_OPERATOR(*, mpfr_mul)
ACTLAB_REAL_OPERATOR(/, mpfr_div)
#undef ACTLAB_REAL_OPERATOR

#define ACTLAB_REAL_COMPARISON(op, function)              \
  inline bool operator op(const Real& a, const Real& b) { \
    return function(a.get(), b.get()) != 0;               \
  }
ACTLAB_REAL_COMPARISON(<, mpfr_less_p)
ACTLAB_REAL_COMPARISON(<=, mpfr_lessequal_p)
ACTLAB_REAL_COMPARISON(>, mpfr_greater_p)
ACTLAB_REAL_COMPARISON(>=, mpfr_greaterequal_p)
ACTLAB_REAL_COMPARISON(==, mpfr_equal_p)
#undef ACTLAB_REAL_COMPARISON

#define ACTLAB_REAL_PRIMITIVE(primitive)                \
  inline Real primitive(const Real& x) {                \
    Real result;                                        \
    mpfr_##primitive(result.get(), x.get(), MPFR_RNDN); \
    return result;                                      \
  }
ACTLAB_REAL_PRIMITIVE(exp)
ACTLAB_REAL_PRIMITIVE(expm1)
ACTLAB_REAL_PRIMITIVE(log)
ACTLAB_REAL_PRIMITIVE(log1p)
ACTLAB_REAL_PRIMITIVE(tanh)
ACTLAB_REAL_PRIMITIVE(erf)
ACTLAB_REAL_PRIMITIVE(erfc)
ACTLAB_REAL_PRIMITIVE(sin)
ACTLAB_REAL_PRIMITIVE(cos)
ACTLAB_REAL_PRIMITIVE(sqrt)
ACTLAB_REAL_PRIMITIVE(abs)
#undef ACTLAB_REAL_PRIMITIVE

inline Real operator-(const Real& a) {
  return Real(0) - a;
}
inline Real select(bool condition, const Real& a, const Real& b) {
  return condition ? a : b;
}
inline bool is_nan(const Real& x) {
  return mpfr_nan_p(x.get()) != 0;
}

template <> struct Constant<Real> {
  static Real pi() {
    Real result;
    mpfr_const_pi(result.get(), MPFR_RNDN);
    return result;
  }
  static Real ratio(double a, double b) { return Real(a) / Real(b); }
};

// By their mathematical definitions, unlike the kernels.
inline Real sigmoid(const Real& x) {
  return Real(1) / (Real(1) + exp(-x));
}
inline Real sigmoid_derivative(const Real& x) {
  return sigmoid(x) * sigmoid(-x);
}
inline Real softplus(const Real& x) {
  return x > 0 ? x + log1p(exp(-x)) : log1p(exp(x));
}
inline Real normal_cdf(const Real& x) {
  return erfc(-x / sqrt(Real(2))) / Real(2);
}
inline Real normal_pdf(const Real& x) {
  return exp(-(x * x) / Real(2)) / sqrt(Real(2) * Constant<Real>::pi());
}

}  // namespace actlab
