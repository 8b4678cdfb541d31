#pragma once

#include <array>
#include <string_view>
#include <vector>

namespace actlab {

/// What a declaration says of itself in words. One file of this folder is one activation:
///
///     struct Name {
///       static constexpr Spec spec{…};
///       double negative_slope = 0.01;                          // parameters, if any, as members with torch's defaults
///       template <class Self, class Visit>                     // and named once, for parsing, help, schema and docs
///       static void parameters(Self& self, Visit&& visit) { visit("negative_slope", self.negative_slope, "…"); }
///       template <class V> V f(V x) const;                     // the formula, in the words of simd/vocabulary.h
///       template <class V> V df(V s) const;                    // its derivative, from what `spec.saved` names
///       template <class T> T reference(const T& x) const;      // torch's built-in, found by its argument
///       std::vector<Kink> kinks() const;                       // where f has no derivative
///     };
///
/// A parameter that a layer may learn is an argument of the formula, which then has one derivative more:
///
///       double init = 0.25;
///       static constexpr Learned<Name> learned{.member = &Name::init, .name = "weight"};
///       template <class V> V f(V x, V weight) const;
///       template <class V> V df(V x, V weight) const;
///       template <class V> V df_dparameter(V x, V weight) const;
///
/// One whose value in training is random has `train(x, generator)` besides. One that is constant somewhere has, in
/// place of df, what selects there instead of multiplying by 0, because 0 times an infinite gradient is NaN:
///
///       template <class V> V backward(V s, V grad) const;      // the gradient of x by that of y
///
///
/// Everything else (autograd, SIMD kernels, the checks, the tests, the catalogue) is derived from it.
enum class Saved {
  input,  ///< df is computed from x
  output  ///< df is computed from y = f(x), so that x need not be kept
};

struct Spec {
  std::string_view name;                         ///< as in torch.nn.functional
  std::array<std::string_view, 2> aliases = {};  ///< other names it answers to; empty ones are none
  std::string_view formula;
  std::string_view derivative;
  std::string_view range;       ///< the interval of its values
  std::string_view source;      ///< where the formula is from
  std::string_view notes = {};  ///< what a user should know, differences from torch among it
  Saved saved = Saved::input;
  bool wide = false;         ///< float32 is computed in float64 and rounded once: what takes exp or its like
  bool light_value = false;  ///< but not the value: f keeps its digits in float32, with the words of simd/float_words.h
  bool light_slope = false;  ///< nor the derivative
  bool beyond = false;       ///< torch has no such op: `reference` is a composition of its ops, and taken in float64
  bool unit_slope = false;   ///< df is 1 everywhere: a gradient passes as it is
  bool surrogate = false;    ///< df is meant not to be f's derivative, but that of the identity
  std::array<double, 2> interval = {-6, 6};  ///< the inputs where something happens: what plots show and checks sample
};

/// A point where f is continuous but has no derivative, or where it jumps.
struct Kink {
  double at;
  bool jump = false;
};

/// The parameter of a declaration that a layer may learn.
template <class A>
struct Learned {
  double A::*member;      ///< what learning starts from, and the parameter's value where it is not learned
  std::string_view name;  ///< of the learned tensor: in a state_dict, and among an operator's arguments
  bool always = false;    ///< a layer has no choice; otherwise `learnable: true` asks for it
};
template <class A>
concept Learnable = requires {
  A::learned;
};

/// A declaration over whole rows (softmax.h).
template <class A>
concept Rowwise = requires {
  A::form;
};

/// One whose value in training is random. Asked with numbers, because what draws is a template over the tensor's type.
template <class A>
concept RandomInTraining = requires(const A& activation, double x) {
  activation.train(x, x);
};

/// One with `backward` in place of df.
template <class A>
concept SelectsGradient = requires(const A& activation, double x) {
  activation.backward(x, x);
};

/// f and df of any declaration, a learnable parameter being what the member says.
template <class A, class V>
V value_at(const A& activation, const V& x) {
  if constexpr (Learnable<A>)
    return activation.f(x, V(activation.*A::learned.member));
  else
    return activation.f(x);
}
template <class A, class V>
V slope_at(const A& activation, const V& saved) {
  if constexpr (Learnable<A>)
    return activation.df(saved, V(activation.*A::learned.member));
  else if constexpr (SelectsGradient<A>)
    return activation.backward(saved, V(1));
  else
    return activation.df(saved);
}

}  // namespace actlab
