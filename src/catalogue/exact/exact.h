#pragma once

#include "catalogue/spec.h"

namespace actlab {

/// The largest error of value and derivative over all finite inputs, in float32 and float64, in units in the last place
/// (ULP). records/recorded_accuracy.inc has the largest errors that were found, and their inputs.
struct ErrorBound {
  double ulps = 4;
};

/// The accurate form of a definition, for the kernels. exact/<name>.h specializes it for activations with an error
/// bound. `f` and `df` are optional; without them the kernels use the definition's:
///
///     template <>
///     struct Exact<definitions::Tanh> {
///       static constexpr ErrorBound bound{};
///       template <class V> static V f(const definitions::Tanh& tanh, V x);
///       template <class V> static V df(const definitions::Tanh& tanh, V x);
///     };
///
/// A learnable parameter is a further argument, and df_dparameter(activation, x, parameter) the derivative by it.
///
/// `f_df(activation, x)` or, if a parameter is learnable, `f_df(activation, x, parameter, parameter_low)` with what
/// float32 lacks of the parameter, may give both for lanes of float32, with what they have in common computed once.
/// Where there is fused multiply-add, it then takes the place of `f` and `df`. A multiply-add whose product only one of
/// the two results needs must be written as `fma`: the compiler would contract it or not according to which of them is
/// used.
template <class A> struct Exact;

/// f(x) and f'(x).
template <class V> struct ValueAndDerivative { V value, derivative; };

template <class A>
concept HasExact = requires {
  Exact<A>::bound;
};

}  // namespace actlab
