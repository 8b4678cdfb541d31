#pragma once

#include "catalogue/activation.h"

namespace actlab {

/// The largest error found, in units in the last place of the correctly rounded result, and the x where.
struct Error {
  double ulps = 0;  ///< infinite where a finite result was expected and none came; NaN where there is no such function
  double at = 0;
};
struct Errors {
  Error value, derivative;
};

/// Errors over the whole finite range against a correctly rounded reference, ours and torch's. Of a row-wise activation
/// they are taken over many rows, and the gradient's in units in the last place of the row's largest: terms cancel in
/// it by chance.
struct Accuracy {
  Errors float32, float64;
  Errors builtin_float32, builtin_float64;
};

/// The activations that a record is kept of: every one with its defaults, and of element-wise ones with parameters some
/// with others.
std::vector<ActivationPtr> measured_activations();

/// What was measured and is recorded of an activation with these parameters; null where nothing is.
const Accuracy* recorded_accuracy(const Activation& activation);

}  // namespace actlab
