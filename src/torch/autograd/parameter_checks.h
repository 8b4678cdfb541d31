#pragma once

#include <string_view>

#include "torch/autograd/operator.h"

namespace actlab {

/// Throws c10::Error if the parameters make no sense. The first argument is the input.
using ParameterCheck = void (*)(const Arguments& arguments);

/// The check of the activation with this name, with conditions and messages of torch's operator; null if torch accepts
/// all parameters.
ParameterCheck parameter_check(std::string_view activation);

}  // namespace actlab
