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

/// True if lanes of T are computed by f_df, which gives value and derivative (exact/exact.h).
template <class A, class T> constexpr bool is_computed_jointly() {
  if constexpr (HasExact<A> && has_fma && std::is_same_v<T, float>) return requires {
      &Exact<A>::f_df;
    };
  return false;
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

/// f_df at x. A learnable parameter has its initial value.
template <class A> ValueAndDerivative<Lanes<float>> joint_of(const A& activation, const Lanes<float>& x) {
  using V = Lanes<float>;
  if constexpr (Learnable<A>) {
    const double parameter = activation.*A::learned.member;
    return Exact<A>::f_df(activation, x, V(parameter), V(rounded_away<V>(parameter)));
  } else {
    return Exact<A>::f_df(activation, x);
  }
}

/// x, of which the compiler does not know that it is x. A product that two results share is contracted with an addition
/// only if it is in both, so that a result would depend on whether the other one is computed.
template <class T> Lanes<T> unshared(Lanes<T> x) {
#if defined(ACTLAB_ISA_avx512) || defined(ACTLAB_ISA_avx2)
  typename Lanes<T>::Register values = x;
  asm("" : "+v"(values));
  return values;
#else
  return x;
#endif
}

/// f(x) over lanes of float32 or float64. A learnable parameter has its initial value.
template <class A, class T> Lanes<T> value_of(const A& activation, const Lanes<T>& x) {
  if constexpr (is_computed_jointly<A, T>())
    return joint_of(activation, x).value;
  else
    return evaluate<A::spec.compute_in_float64>(
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
  if constexpr (is_computed_jointly<A, T>())
    return joint_of(activation, saved).derivative;
  else
    return evaluate<A::spec.compute_in_float64>(
        [&](const auto& at) {
          using V = std::decay_t<decltype(at)>;
          if constexpr (Learnable<A>)
            return kernel_derivative(activation, at, V(activation.*A::learned.member));
          else
            return kernel_derivative(activation, at);
        },
        saved);
}

/// f(x; parameter) and f'(x; parameter) over lanes.
template <class A, class T> Lanes<T> value_of(const A& activation, const Lanes<T>& x, const Lanes<T>& parameter) {
  if constexpr (is_computed_jointly<A, T>())
    return Exact<A>::f_df(activation, x, parameter, Lanes<T>(T(0))).value;
  else
    return evaluate<A::spec.compute_in_float64>(
        [&](const auto& at, const auto& p) { return kernel_value(activation, at, p); }, x, parameter);
}
template <class A, class T> Lanes<T> derivative_of(const A& activation, const Lanes<T>& x, const Lanes<T>& parameter) {
  if constexpr (is_computed_jointly<A, T>())
    return Exact<A>::f_df(activation, x, parameter, Lanes<T>(T(0))).derivative;
  else
    return evaluate<A::spec.compute_in_float64>(
        [&](const auto& at, const auto& p) { return kernel_derivative(activation, at, p); }, x, parameter);
}

/// The gradient of the input over lanes, from the saved input or output and the gradient of the output; likewise.
template <class A, class T> Lanes<T> gradient_of(const A& activation, const Lanes<T>& saved, const Lanes<T>& grad_y) {
  if constexpr (SelectsGradient<A>)
    return evaluate<A::spec.compute_in_float64>(
        [&](const auto& at, const auto& grad) { return activation.backward(at, grad); }, saved, grad_y);
  else
    return grad_y * derivative_of(activation, saved);
}

/// f(x) and f'(x) over lanes, with the same bits as value_of and derivative_of.
template <class A, class T>
ValueAndDerivative<Lanes<T>> value_and_derivative_of(const A& activation, const Lanes<T>& x) {
  static_assert(A::spec.saved == Saved::input);
  if constexpr (is_computed_jointly<A, T>())
    return joint_of(activation, x);
  else
    return {value_of(activation, x), derivative_of(activation, unshared(x))};
}

}  // namespace actlab
