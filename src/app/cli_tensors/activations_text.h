#pragma once

#include <string>

#include "catalogue/activation.h"

namespace actlab {

/// All activations of the catalogue: name, formula, range, kinks, parameters and source of each.
std::string catalogue_text();

/// A table of the recorded errors of all element-wise activations and of torch's built-ins, in units in the last place.
std::string accuracy_text();

/// A description of one activation: its definition, parameters with defaults, recorded errors and times, and a plot of
/// f and f'.
std::string explain(const Activation& activation);

}  // namespace actlab
