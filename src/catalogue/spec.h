#pragma once

#include <array>
#include <string_view>
#include <vector>

namespace actlab {

/// What backward keeps of the forward pass.
enum class Saved {
  input,  ///< the derivative is computed from x
  output  ///< the derivative is computed from y = f(x), so that x need not be kept
};

/// What a definition says of itself. Only the name and the source are required.
struct Spec {
  std::string_view name;                         ///< as in torch.nn.functional
  std::array<std::string_view, 2> aliases = {};  ///< other accepted names; unused ones are empty
  std::string_view formula = {};                 ///< for people; derived from the definition if empty
  std::string_view derivative = {};              ///< likewise
  std::string_view range = {};                   ///< the interval of its values; not shown if empty
  std::string_view source;                       ///< where the formula is from
  std::string_view notes = {};                   ///< what a user should know, e.g. how it differs from torch
  Saved saved = Saved::input;                    ///< Saved::output needs a `backward` of its own
  /// Float32 is computed in float64 and rounded once. Switch it off if the definition takes so few roundings that
  /// float32 keeps its digits (piecewise linear functions).
  bool compute_in_float64 = true;
  bool composed_reference = false;           ///< torch has no such operator; `reference` composes others, in float64
  bool unit_derivative = false;              ///< the gradient passes unchanged
  bool surrogate = false;                    ///< the gradient is deliberately that of the identity
  std::array<double, 2> interval = {-6, 6};  ///< the inputs that plots show and checks sample
};

/// A point where f is continuous but has no derivative, or where it jumps.
struct Kink {
  double at;
  bool jump = false;
};

/// The parameter of a definition that a layer may learn.
template <class A>
struct Learned {
  double A::*member;      ///< the initial value, and the parameter's value if it is not learned
  std::string_view name;  ///< of the learned tensor, in a state_dict and among an operator's arguments
  bool always = false;    ///< always learned; otherwise `learnable: true` asks for it
};

// What a definition has beyond `spec` and `definition`: see catalogue/definition.h.

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
/// Its value in training is random. Asked with numbers, because `train` is a template over the tensor type.
template <class A>
concept RandomInTraining = requires(const A& a, double x) {
  a.train(x, x);
};
/// It selects the gradient where it is constant, instead of multiplying by 0.
template <class A>
concept SelectsGradient = requires(const A& a, double x) {
  a.backward(x, x);
};
/// It states its derivative instead of leaving it to forward-mode differentiation.
template <class A>
concept HasDerivative = requires(const A& a, double x) {
  a.df(x);
};

}  // namespace actlab
