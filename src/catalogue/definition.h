#pragma once

#include "catalogue/primitives/dual.h"
#include "catalogue/spec.h"

/// An activation is one file in definitions/. It needs only this:
///
///     struct Silu {
///       static constexpr Spec spec{.name = "silu", .source = "arXiv:1702.03118"};
///       template <class V> V definition(V x) const { return x * sigmoid(x); }
///     };
///
/// V is a value type: a number, SIMD lanes, a tensor, arbitrary precision, text. primitives/vocabulary.h lists the
/// primitives that a definition may call. Evaluated on Dual<V>, it also gives its derivative. These members are
/// optional:
///
///     double beta = 1;                                        // parameters: members with torch's defaults,
///     template <class Self, class Visit>                      // and a visitor for parsing, help, schema and docs
///     static void parameters(Self& self, Visit&& visit) { visit("beta", self.beta, "help"); }
///     std::vector<Kink> kinks() const;                        // where f has no derivative
///     template <class V> V df(V x) const;                     // a derivative to use instead of the definition's
///     template <class V> V backward(V saved, V grad) const;   // the gradient of x, selected where f is constant,
///                                                             // because 0 times an infinite gradient is NaN
///     template <class T> T reference(const T& x) const;       // torch's operator, or a composition of them
///     template <class T, class G> T train(const T& x, const G& generator) const;  // random in training
///
/// A parameter that a layer can learn is a second argument:
///
///     double init = 0.25;
///     static constexpr Learned<Prelu> learned{.member = &Prelu::init, .name = "weight"};
///     template <class V> V definition(V x, V weight) const;
namespace actlab {

/// f(x). A learnable parameter has its initial value.
template <class A, class V> V value_at(const A& activation, const V& x) {
  if constexpr (Learnable<A>)
    return activation.definition(x, V(activation.*A::learned.member));
  else
    return activation.definition(x);
}

/// f'(x; parameter) of a learnable activation.
template <Learnable A, class V> V derivative_at(const A& activation, const V& x, const V& parameter) {
  return activation.definition(Dual<V>::variable(x), Dual<V>::constant(parameter)).derivative;
}

/// The derivative by the learned parameter.
template <Learnable A, class V> V derivative_by_parameter_at(const A& activation, const V& x, const V& parameter) {
  return activation.definition(Dual<V>::constant(x), Dual<V>::variable(parameter)).derivative;
}

/// f', from the input or output that `spec.saved` selects. A learnable parameter has its initial value.
template <class A, class V> V derivative_at(const A& activation, const V& saved) {
  if constexpr (SelectsGradient<A>)
    return activation.backward(saved, V(1));
  else if constexpr (HasDerivative<A>)
    return activation.df(saved);
  else if constexpr (A::spec.unit_derivative)
    return V(1);
  else if constexpr (Learnable<A>)
    return derivative_at(activation, saved, V(activation.*A::learned.member));
  else
    return activation.definition(Dual<V>::variable(saved)).derivative;
}

/// The gradient of x, from the saved input or output and the gradient of y.
template <class A, class V> V gradient_at(const A& activation, const V& saved, const V& grad_y) {
  if constexpr (SelectsGradient<A>)
    return activation.backward(saved, grad_y);
  else
    return grad_y * derivative_at(activation, saved);
}

}  // namespace actlab
