#pragma once

#include <functional>
#include <map>
#include <string_view>

#include "real.h"

namespace actlab {

/// An activation with its parameters, written down once more from the mathematics and not from our declarations.
struct Reference {
  std::function<Real(const Real&x)> value, derivative;
};

/// By name, with the parameters of to_string: "gelu", "gelu(approximate=tanh)".
const std::map<std::string_view, Reference>& references();

}  // namespace actlab
