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
///     struct Exact<definitions::Tanh> : ExactDefaults {
///       static constexpr ErrorBound bound{};
///       template <class V> static V f(const definitions::Tanh& tanh, V x);
///       template <class V> static V df(const definitions::Tanh& tanh, V x);
///     };
///
/// A learnable parameter is a further argument, and df_dparameter(activation, x, parameter) the derivative by it.
template <class A> struct Exact;

template <class A>
concept HasExact = requires {
  Exact<A>::bound;
};

/// True for formulas that keep their digits in float32, given fused multiply-add. They are then not computed in
/// float64.
struct ExactDefaults {
  static constexpr bool float32_value = false;       ///< f
  static constexpr bool float32_derivative = false;  ///< df
};

}  // namespace actlab
