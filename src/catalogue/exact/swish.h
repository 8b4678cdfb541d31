#pragma once

#include "catalogue/definitions/swish.h"
#include "catalogue/exact/exact.h"
#include "catalogue/exact/silu.h"

namespace actlab {

/// x^2 * sigmoid'(t + t_error), where t is a multiple of x.
template <class V> V square_times_sigmoid_derivative(const V& x, const V& t, const V& t_error) {
  const SplitExp<V> z = split_exp(abs(t));
  const V error = select(t < V(0), error_of(t, t_error), -error_of(t, t_error));  // the error of -|t|
  const V bounded = clamp_to_finite(x), half = bounded * z.head;
  return quotient((half + half * error) * (bounded * z.tail), (V(1) + z.head) * (V(1) + z.head));
}

template <> struct Exact<definitions::Swish> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Swish&, V x, V parameter) {
    const V t = parameter * x;
    return times_sigmoid(x, t, product_error(parameter, x, t));
  }

  template <class V> static V df(const definitions::Swish&, V x, V parameter) {
    const V t = parameter * x;
    return silu_derivative(t, product_error(parameter, x, t));
  }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Swish&, const Lanes<float>& x,
                                               const Lanes<float>& parameter, const Lanes<float>& parameter_low) {
    return gated_with_derivative(x, parameter, parameter_low);
  }

  template <class V> static V df_dparameter(const definitions::Swish&, V x, V parameter) {
    const V t = parameter * x;
    return square_times_sigmoid_derivative(x, t, product_error(parameter, x, t));
  }
};

}  // namespace actlab
