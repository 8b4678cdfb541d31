#pragma once

#include "catalogue/definitions/gaussian.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Gaussian> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Gaussian&, V x) {
    const SplitExp<V> e = split_exp_of_square(clamp_magnitude(x, 40), 1);
    return e.head * e.tail;
  }

  template <class V> static V df(const definitions::Gaussian&, V x) {
    const V bounded = clamp_magnitude(x, 40);
    const SplitExp<V> e = split_exp_of_square(bounded, 1);
    return V(-2) * bounded * e.head * e.tail;
  }

  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Gaussian&, const Lanes<float>& x) {
    using V = Lanes<float>;
    const V bounded = clamp_magnitude(x, 40);
    const SplitExp<V> e = split_exp_of_square(bounded, 1);
    return {e.head * e.tail, V(-2) * bounded * e.head * e.tail};
  }
};

}  // namespace actlab
