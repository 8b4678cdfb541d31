#pragma once

#include "catalogue/activation.h"

namespace actlab {

/// The largest error found, in units in the last place (ULP) of the correctly rounded result, and its input.
struct Error {
  double ulps = 0;  ///< infinite if a result is wrongly infinite or NaN; NaN if there is no such function
  double at = 0;
};
struct Errors {
  Error value, derivative;
};

/// Errors of actlab and of torch's built-in over the whole finite range, compared with a reference in arbitrary
/// precision. For a row-wise activation they are measured over many rows, and those of the gradient in ULP of the row's
/// largest gradient, because its terms may cancel.
struct Accuracy {
  Errors float32, float64;
  Errors builtin_float32, builtin_float64;
};

/// The activations whose errors are measured: all with default parameters, and some with other parameters.
std::vector<ActivationPtr> measured_activations();

/// The recorded errors of an activation with these parameters; null if there are none.
const Accuracy* recorded_accuracy(const Activation& activation);

}  // namespace actlab
