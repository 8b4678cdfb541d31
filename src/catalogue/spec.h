#pragma once

#include <array>
#include <string_view>

#include "actlab/spec.h"

namespace actlab {

/// The parameter of a definition that a layer may learn.
template <class A> struct Learned {
  double A::*member;      ///< the initial value; the parameter's value if it is not learned
  std::string_view name;  ///< of the tensor, in a state_dict and as an operator's argument
  bool always = false;    ///< always learned; otherwise only with `learnable: true`
};

// Optional members of a definition: see catalogue/definition.h.

template <class A>
concept HasParameters = requires {
  &A::template parameters<A&, int>;
};
template <class A>
concept HasKinks = requires(const A& a) {
  a.kinks();
};
template <class A>
concept Learnable = requires {
  A::learned;
};
/// Defined over whole rows (definitions/softmax.h).
template <class A>
concept Rowwise = requires {
  A::form;
};
/// Random in training. (Tested with double, although `train` is a template over the tensor type.)
template <class A>
concept RandomInTraining = requires(const A& a, double x) {
  a.train(x, x);
};
/// Has a `backward`, which selects the gradient instead of multiplying by the derivative.
template <class A>
concept SelectsGradient = requires(const A& a, double x) {
  a.backward(x, x);
};
/// Has a `df`, used instead of forward-mode differentiation.
template <class A>
concept HasDerivative = requires(const A& a, double x) {
  a.df(x);
};

}  // namespace actlab
