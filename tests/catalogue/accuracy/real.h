#pragma once

#include <mpfr.h>

#include <utility>

namespace actlab {

/// A number of 400 bits (MPFR), in which a formula as it stands in a book has digits to spare.
class Real {
 public:
  static constexpr mpfr_prec_t bits = 400;

  Real() { mpfr_init2(value_, bits); }
  Real(double number) : Real() { mpfr_set_d(value_, number, MPFR_RNDN); }  // NOLINT: numbers are written as such
  Real(const Real& other) : Real() { mpfr_set(value_, other.value_, MPFR_RNDN); }
  Real& operator=(const Real& other) {
    mpfr_set(value_, other.value_, MPFR_RNDN);
    return *this;
  }
  ~Real() { mpfr_clear(value_); }

  double to_double() const { return mpfr_get_d(value_, MPFR_RNDN); }
  float to_float() const { return mpfr_get_flt(value_, MPFR_RNDN); }
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

#define ACTLAB_REAL_WORD(word)                     \
  inline Real word(const Real& x) {                \
    Real result;                                   \
    mpfr_##word(result.get(), x.get(), MPFR_RNDN); \
    return result;                                 \
  }
ACTLAB_REAL_WORD(exp)
ACTLAB_REAL_WORD(expm1)
ACTLAB_REAL_WORD(log1p)
ACTLAB_REAL_WORD(tanh)
ACTLAB_REAL_WORD(sech)
ACTLAB_REAL_WORD(erfc)
ACTLAB_REAL_WORD(sin)
ACTLAB_REAL_WORD(cos)
ACTLAB_REAL_WORD(sqrt)
ACTLAB_REAL_WORD(abs)
#undef ACTLAB_REAL_WORD

inline Real operator-(const Real& a) {
  return Real(0) - a;
}
inline bool operator<(const Real& a, const Real& b) {
  return mpfr_less_p(a.get(), b.get()) != 0;
}
inline bool operator>(const Real& a, const Real& b) {
  return b < a;
}
inline bool operator<=(const Real& a, const Real& b) {
  return mpfr_lessequal_p(a.get(), b.get()) != 0;
}
inline Real pi() {
  Real result;
  mpfr_const_pi(result.get(), MPFR_RNDN);
  return result;
}

}  // namespace actlab
