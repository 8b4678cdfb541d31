#pragma once

// For kernel sources only: an activation's value, derivative and gradient over lanes, from its exact form or, if it has
// none, from its definition.
#include <type_traits>

#include "catalogue/definition.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"
#include "catalogue/primitives/widening.h"

namespace actlab {

/// True if the instruction set has fused multiply-add, without which float32 formulas lose digits.
#if defined(ACTLAB_ISA_avx512) || defined(ACTLAB_ISA_avx2)
inline constexpr bool has_fma = true;
#else
inline constexpr bool has_fma = false;
#endif

/// True if values in float32 are computed in float64.
template <class A> constexpr bool value_in_float64() {
  if constexpr (HasExact<A>) return A::spec.compute_in_float64 && !(Exact<A>::float32_value && has_fma);
  return A::spec.compute_in_float64;
}
/// True if derivatives in float32 are computed in float64.
template <class A> constexpr bool derivative_in_float64() {
  if constexpr (HasExact<A>) return A::spec.compute_in_float64 && !(Exact<A>::float32_derivative && has_fma);
  return A::spec.compute_in_float64;
}

/// f(x) or f(x; parameter), computed in V.
template <class A, class V, class... Parameter>
V kernel_value(const A& activation, const V& x, const Parameter&... parameter) {
  if constexpr (requires { Exact<A>::f(activation, x, parameter...); })
    return Exact<A>::f(activation, x, parameter...);
  else if constexpr (sizeof...(Parameter) == 0)
    return value_at(activation, x);
  else
    return activation.definition(x, parameter...);
}

/// f' or f'(…; parameter), computed in V from the input or output that `spec.saved` selects.
template <class A, class V, class... Parameter>
V kernel_derivative(const A& activation, const V& saved, const Parameter&... parameter) {
  if constexpr (requires { Exact<A>::df(activation, saved, parameter...); })
    return Exact<A>::df(activation, saved, parameter...);
  else
    return derivative_at(activation, saved, parameter...);
}

/// The derivative by the learnable parameter, computed in V.
template <class A, class V> V kernel_derivative_by_parameter(const A& activation, const V& x, const V& parameter) {
  if constexpr (requires { Exact<A>::df_dparameter(activation, x, parameter); })
    return Exact<A>::df_dparameter(activation, x, parameter);
  else
    return derivative_by_parameter_at(activation, x, parameter);
}

/// f(x) over lanes of float32 or float64. A learnable parameter has its initial value.
template <class A, class T> Lanes<T> value_of(const A& activation, const Lanes<T>& x) {
  return evaluate<value_in_float64<A>()>(
      [&](const auto& at) {
        using V = std::decay_t<decltype(at)>;
        if constexpr (Learnable<A>)
          return kernel_value(activation, at, V(activation.*A::learned.member));
        else
          return kernel_value(activation, at);
      },
      x);
}

/// f' over lanes, from the saved input or output; likewise.
template <class A, class T> Lanes<T> derivative_of(const A& activation, const Lanes<T>& saved) {
  return evaluate<derivative_in_float64<A>()>(
      [&](const auto& at) {
        using V = std::decay_t<decltype(at)>;
        if constexpr (Learnable<A>)
          return kernel_derivative(activation, at, V(activation.*A::learned.member));
        else
          return kernel_derivative(activation, at);
      },
      saved);
}

/// The gradient of the input over lanes, from the saved input or output and the gradient of the output; likewise.
template <class A, class T> Lanes<T> gradient_of(const A& activation, const Lanes<T>& saved, const Lanes<T>& grad_y) {
  if constexpr (SelectsGradient<A>)
    return evaluate<derivative_in_float64<A>()>(
        [&](const auto& at, const auto& grad) { return activation.backward(at, grad); }, saved, grad_y);
  else
    return grad_y * derivative_of(activation, saved);
}

}  // namespace actlab
