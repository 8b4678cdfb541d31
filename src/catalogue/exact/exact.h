#pragma once

#include <limits>

#include "catalogue/spec.h"

namespace actlab {

/// What an exact form promises of value and derivative over all finite inputs, in float32 and float64: an error of at
/// most `ulps` units in the last place. Beside it the inputs where the largest error was found, for the default
/// parameters (NaN if none are named); records/recorded_accuracy.inc has the errors.
struct ErrorBound {
  struct Worst {
    double value = std::numeric_limits<double>::quiet_NaN(), derivative = std::numeric_limits<double>::quiet_NaN();
  };
  double ulps = 4;
  Worst float32, float64;
};

/// The accurate form of a definition, for the kernels. exact/<name>.h specializes it for the activations that promise
/// an error bound:
///
///     template <>
///     struct Exact<definitions::Tanh> : ExactDefaults {
///       static constexpr ErrorBound bound{…};
///       template <class V> static V f(const definitions::Tanh& tanh, V x);   // each optional: without it, the
///       template <class V> static V df(const definitions::Tanh& tanh, V x);  // definition's
///     };
///
/// With a learnable parameter that is another argument, and there is df_dparameter(activation, x, parameter).
template <class A>
struct Exact;

template <class A>
concept HasExact = requires {
  Exact<A>::bound;
};

/// How float32 is computed, where the definition says in float64.
struct ExactDefaults {
  static constexpr bool float32_value = false;       ///< f keeps its digits in float32, given fused multiply-adds
  static constexpr bool float32_derivative = false;  ///< so does df
};

}  // namespace actlab
