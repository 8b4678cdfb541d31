#include "references.h"

#include <array>

#include "catalogue/all.h"
#include "catalogue/definition.h"

namespace actlab {
namespace {

// Differentiates the definition in forward mode, even if it has its own `df`.
template <class A> Reference evaluate(const void* definition, double x) {
  const A& activation = *static_cast<const A*>(definition);
  const auto at = value_at(activation, Dual<Real>::variable(Real(x)));
  return {at.value, A::spec.unit_derivative ? Real(1) : at.derivative};
}

template <class... A>
constexpr std::array<Reference (*)(const void*, double), sizeof...(A)> evaluations_of(TypeList<A...>) {
  return {evaluate<A>...};
}
constexpr auto evaluations = evaluations_of(ElementwiseActivations{});

constexpr mpfr_prec_t min_bits = 160, max_bits = 5120;

// True if 80 bits are equal. A zero may result from cancellation, so it is accepted only at the highest precision.
bool agree(const Real& coarse, const Real& fine) {
  if (is_nan(coarse) && is_nan(fine)) return true;
  if (fine.is_zero()) return coarse.is_zero() && Real::bits() == max_bits;
  return abs(coarse - fine) <= abs(fine) * Real(0x1p-80);
}

}  // namespace

Reference reference_at(const Activation& activation, double x) {
  const auto [index, object] = activation.definition();
  const auto evaluation = evaluations[index];
  const mpfr_prec_t before = Real::bits();
  Real::bits() = min_bits;
  Reference coarse, fine = evaluation(object, x);
  do {
    coarse = std::move(fine);
    Real::bits() *= 2;
    fine = evaluation(object, x);
  } while (Real::bits() < max_bits && !(agree(coarse.value, fine.value) && agree(coarse.derivative, fine.derivative)));
  Real::bits() = before;
  return fine;
}

}  // namespace actlab
