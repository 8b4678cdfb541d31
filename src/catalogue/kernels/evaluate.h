#pragma once

// For kernel sources only: an activation's value, derivative and gradient over lanes, by its exact form where it has
// one and by its definition where not.
#include <type_traits>

#include "catalogue/definition.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/extended.h"

namespace actlab {

/// Float32 formulas keep their digits only with multiply-adds that round once.
#if defined(ACTLAB_ISA_avx512) || defined(ACTLAB_ISA_avx2)
inline constexpr bool fuses = true;
#else
inline constexpr bool fuses = false;
#endif

/// Whether float32 values, and derivatives, are computed in float64.
template <class A>
constexpr bool value_in_float64() {
  if constexpr (HasExact<A>) return A::spec.compute_in_float64 && !(Exact<A>::float32_value && fuses);
  return A::spec.compute_in_float64;
}
template <class A>
constexpr bool derivative_in_float64() {
  if constexpr (HasExact<A>) return A::spec.compute_in_float64 && !(Exact<A>::float32_derivative && fuses);
  return A::spec.compute_in_float64;
}

/// f(x) and f(x; parameter), in V.
template <class A, class V, class... Parameter>
V best_value(const A& activation, const V& x, const Parameter&... parameter) {
  if constexpr (requires { Exact<A>::f(activation, x, parameter...); })
    return Exact<A>::f(activation, x, parameter...);
  else if constexpr (sizeof...(Parameter) == 0)
    return value_at(activation, x);
  else
    return activation.definition(x, parameter...);
}

/// f'(x) and f'(x; parameter), from what spec.saved names.
template <class A, class V, class... Parameter>
V best_derivative(const A& activation, const V& saved, const Parameter&... parameter) {
  if constexpr (requires { Exact<A>::df(activation, saved, parameter...); })
    return Exact<A>::df(activation, saved, parameter...);
  else
    return derivative_at(activation, saved, parameter...);
}

template <class A, class V>
V best_derivative_by_parameter(const A& activation, const V& x, const V& parameter) {
  if constexpr (requires { Exact<A>::df_dparameter(activation, x, parameter); })
    return Exact<A>::df_dparameter(activation, x, parameter);
  else
    return derivative_by_parameter_at(activation, x, parameter);
}

// The same over lanes of float32 or float64, with a learnable parameter at its initial value.

template <class A, class T>
Lanes<T> value_of(const A& activation, const Lanes<T>& x) {
  return evaluated<value_in_float64<A>()>(
      [&](const auto& at) {
        using V = std::decay_t<decltype(at)>;
        if constexpr (Learnable<A>)
          return best_value(activation, at, V(activation.*A::learned.member));
        else
          return best_value(activation, at);
      },
      x);
}

template <class A, class T>
Lanes<T> derivative_of(const A& activation, const Lanes<T>& saved) {
  return evaluated<derivative_in_float64<A>()>(
      [&](const auto& at) {
        using V = std::decay_t<decltype(at)>;
        if constexpr (Learnable<A>)
          return best_derivative(activation, at, V(activation.*A::learned.member));
        else
          return best_derivative(activation, at);
      },
      saved);
}

/// The gradient of the input, from that of the output.
template <class A, class T>
Lanes<T> gradient_of(const A& activation, const Lanes<T>& saved, const Lanes<T>& grad_y) {
  if constexpr (SelectsGradient<A>)
    return evaluated<derivative_in_float64<A>()>(
        [&](const auto& at, const auto& grad) { return activation.backward(at, grad); }, saved, grad_y);
  else
    return grad_y * derivative_of(activation, saved);
}

}  // namespace actlab
