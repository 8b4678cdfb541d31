#include "bounds.h"

#include <array>

#include "catalogue/all.h"
#include "catalogue/exact.h"

namespace actlab {
namespace {

template <class A> constexpr std::optional<ErrorBound> bound_of_definition() {
  if constexpr (HasExact<A>) return Exact<A>::bound;
  if constexpr (!A::spec.compute_in_float64) return ErrorBound{};
  return std::nullopt;
}

template <class... A> constexpr std::array<std::optional<ErrorBound>, sizeof...(A)> bounds_of(TypeList<A...>) {
  return {bound_of_definition<A>()...};
}
constexpr auto bounds = bounds_of(ElementwiseActivations{});

}  // namespace

std::optional<ErrorBound> bound_of(const Activation& activation) {
  if (activation.is_row_wise()) return ErrorBound{};
  return bounds[activation.definition().index];
}

}  // namespace actlab
