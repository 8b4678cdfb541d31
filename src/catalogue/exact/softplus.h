#pragma once

#include "catalogue/definitions/softplus.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

/// For float32: softplus(x) and sigmoid(x), from -|x| and, optionally, its rounding error.
template <class... Error>
ValueAndDerivative<Lanes<float>> softplus_with_derivative(const Lanes<float>& x, const Lanes<float>& below,
                                                          const Error&... error) {
  using V = Lanes<float>;
  const Scaled e = scaled_exp(max_propagating_nan(min_exp_argument, below), error...);
  const V z = scaled(e.factor, e.n);
  return {max_propagating_nan(0.0f, x) + log1p_within_1(z), select(x >= V(0.0f), V(1.0f), z) / (V(1.0f) + z)};
}

template <> struct Exact<definitions::Softplus> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Softplus& a, V x) {
    const V scaled = V(a.beta) * x;
    const V y = softplus(scaled, error_of_product(a.beta, x, scaled));
    return select(scaled > V(a.threshold), x, y / V(a.beta));
  }

  template <class V> static V df(const definitions::Softplus& a, V x) {
    const V scaled = V(a.beta) * x;
    return select(scaled > V(a.threshold), V(1), sigmoid(scaled, error_of_product(a.beta, x, scaled)));
  }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Softplus& a, const Lanes<float>& x) {
    using V = Lanes<float>;
    const V t = V(a.beta) * x;
    const MultipleBelow at(x, V(a.beta), V(rounded_away<V>(a.beta)));
    const auto [value, slope] = softplus_with_derivative(t, at.value, at.error);
    const double inverse = 1 / a.beta;
    const auto is_far = t > V(a.threshold);
    return {select(is_far, x, fma(value, V(inverse), value * V(rounded_away<V>(inverse)))),
            select(is_far, V(1.0f), slope)};
  }

 private:
  // The rounding error of beta * x, including the digits of beta that V cannot represent.
  template <class V> static V error_of_product(double beta, V x, V scaled) {
    return product_error(V(beta), x, scaled) + V(rounded_away<V>(beta)) * x;
  }
};

}  // namespace actlab
