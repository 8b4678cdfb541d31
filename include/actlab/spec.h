#pragma once

#include <array>
#include <string_view>
#include <vector>

namespace actlab {

/// What is saved in the forward pass for backward.
enum class Saved {
  input,  ///< the derivative is computed from x
  output  ///< the derivative is computed from y = f(x), so x is not saved
};

/// Properties of a definition. Only the name and the source are required.
struct Spec {
  std::string_view name;                         ///< as in torch.nn.functional
  std::array<std::string_view, 2> aliases = {};  ///< other accepted names; unused ones are empty
  std::string_view formula = {};                 ///< as text; derived from the definition if empty
  std::string_view derivative = {};              ///< as text; likewise
  std::string_view range = {};                   ///< the values of f; not shown if empty
  std::string_view source;                       ///< where the formula is from
  std::string_view notes = {};                   ///< information for users, for example differences from torch
  Saved saved = Saved::input;                    ///< Saved::output requires `df` or `backward`
  /// Compute float32 in float64 and round once. Not needed if the definition has so few roundings that float32 keeps
  /// its digits (piecewise linear functions).
  bool compute_in_float64 = true;
  bool composed_reference =
      false;                     ///< torch has no such operator; `reference` composes others and is computed in float64
  bool unit_derivative = false;  ///< the derivative is 1
  bool surrogate = false;        ///< the gradient is deliberately that of the identity
  std::array<double, 2> interval = {-6, 6};  ///< the inputs that plots show and checks sample
};

/// A point where f is continuous but has no derivative, or where it jumps.
struct Kink {
  double at;
  bool jump = false;
};

}  // namespace actlab
