#pragma once

#include <torch/types.h>

#include <optional>
#include <span>
#include <string_view>

#include "catalogue/activation.h"

namespace actlab {

enum class Quantity { value, gradient };

/// Where the catalogue is meant to give something else than torch's built-in of the same name, and why.
struct TorchDifference {
  std::string_view activation;
  Quantity quantity;
  torch::ScalarType dtype;
  double x;
  double ours;
  double builtins;          ///< what torch 1.13 gives; a later torch may agree with ours
  bool everywhere = false;  ///< not only at x: the built-in computes in a coarser precision than the dtype
  std::string_view why;
  std::string_view parameter = {};  ///< the difference is there with this parameter at `setting`, not at its default
  double setting = 0;
};

/// The activation that an entry speaks of.
ActivationPtr activation_of(const TorchDifference& difference);

/// Every one. An entry for float64 of a limit (x infinite or NaN) holds in float32 too.
std::span<const TorchDifference> differences_from_torch();

/// The entry for this activation's quantity in this dtype at x.
const TorchDifference* difference_at(const Activation& activation, Quantity quantity, torch::ScalarType dtype,
                                     double x);

/// True where the built-in is no better than float32 although the dtype is.
bool builtin_is_coarse(const Activation& activation, torch::ScalarType dtype);

}  // namespace actlab
