#pragma once

#include <limits>

#include "catalogue/definitions/squareplus.h"
#include "catalogue/exact/exact.h"
#include "catalogue/primitives/float32_special.h"

namespace actlab {

template <> struct Exact<definitions::Squareplus> {
  static constexpr ErrorBound bound{};

  template <class V> static V f(const definitions::Squareplus& a, V x) {
    const V root = root_of(a.b, x);
    // Below 0 the sum has cancellation.
    return select(x >= V(0), V(0.5) * x + V(0.5) * root, V(0.25 * a.b) / (V(0.5) * root + V(0.5) * abs(x)));
  }

  template <class V> static V df(const definitions::Squareplus& a, V x) {
    const V size = abs(x), near = select(size > V(far<V>), V(0), x);
    const V square = near * near + V(a.b), root = sqrt(square);
    // Below 0 the sum 1 + x / root has cancellation.
    const V distant = select(size > V(far<V>), size, V(1));  // avoids division by 0 in lanes that do not use it
    const V below =
        select(size > V(far<V>), V(0.25 * a.b) / distant / distant, V(0.5 * a.b) / (square + abs(near) * root));
    return select(x >= V(0), V(0.5) + V(0.5) * select(size > V(far<V>), V(1), near / root), below);
  }

  /// With r = sqrt(x^2 + b), below 0: b / 2 / (r + |x|) and b / 2 / (r^2 + |x| * r). Where r^2 could overflow, r is
  /// |x|.
  static ValueAndDerivative<Lanes<float>> f_df(const definitions::Squareplus& a, const Lanes<float>& x) {
    using V = Lanes<float>;
    const V size = abs(x), near = min_propagating_nan(V(1e18f), size), square = fma(near, near, V(a.b));
    const V root = max(sqrt(square), size), below = V(0.25 * a.b) / fma(V(0.5f), root, V(0.5f) * size);
    const auto is_far = size > V(far<V>);
    const V slope = select(is_far, below, V(0.5 * a.b)) / select(is_far, size, fma(near, root, square));
    return {max_propagating_nan(0.0f, x) + below, detail::complement_if_positive(x, slope)};
  }

 private:
  // sqrt(x^2 + b); |x| if x^2 could overflow.
  template <class V> static V root_of(double b, V x) {
    const V size = abs(x);
    const V near = select(size > V(far<V>), V(0), x);
    return select(size > V(far<V>), size, sqrt(near * near + V(b)));
  }
  template <class V>
  static constexpr double far =
      std::numeric_limits<typename detail::ElementOf<V>::type>::max_exponent > 128 ? 1e100 : 1e16;
};

}  // namespace actlab
