#pragma once

#include <torch/types.h>

#include <optional>
#include <span>
#include <string_view>

#include "catalogue/activation.h"

namespace actlab {

enum class Quantity { value, gradient };

/// An intended difference between the catalogue and torch's built-in of the same name.
struct TorchDifference {
  std::string_view activation;
  Quantity quantity;
  torch::ScalarType dtype;
  double x;
  double ours;
  double builtin;           ///< the result of torch 1.13; later versions may agree with ours
  bool everywhere = false;  ///< not only at x: the built-in computes with less precision than the dtype has
  std::string_view why;
  std::string_view parameter = {};  ///< the difference exists if this parameter is `setting`, not with its default
  double setting = 0;
};

/// The activation of an entry.
ActivationPtr activation_of(const TorchDifference& difference);

/// All intended differences. Entries for float64 with infinite or NaN x apply to float32 too.
std::span<const TorchDifference> differences_from_torch();

/// The entry for this activation, quantity and dtype at x; null if there is none.
const TorchDifference* difference_at(const Activation& activation, Quantity quantity, torch::ScalarType dtype,
                                     double x);

/// True if the built-in is only as accurate as float32 although the dtype is float64.
bool builtin_is_coarse(const Activation& activation, torch::ScalarType dtype);

}  // namespace actlab
