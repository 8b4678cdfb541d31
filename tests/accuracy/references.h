#pragma once

#include <map>
#include <string_view>

#include "real.h"

namespace actlab {

/// An activation with its defaults, written down once more from the mathematics and not from our declarations.
struct Reference {
  Real (*value)(const Real& x);
  Real (*derivative)(const Real& x);
};

/// By name, with the parameters of to_string: "gelu", "gelu(approximate=tanh)".
const std::map<std::string_view, Reference>& references();

}  // namespace actlab
