#pragma once

#include <string>

#include "catalogue/activation.h"

namespace actlab {

/// The catalogue: name, formula, range, kinks, parameters and source of each.
std::string catalogue_text();

/// The recorded errors of every element-wise activation, ours and the built-in's, in units in the last place.
std::string accuracy_text();

/// One activation explained: what its declaration says, its parameters with their defaults, and a plot of f and f'.
std::string explain(const Activation& activation);

}  // namespace actlab
