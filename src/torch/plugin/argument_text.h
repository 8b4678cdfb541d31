#pragma once

#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>

#include <string>

namespace actlab {

/// Parses `text` as the value of an operator's argument: an int, float, bool, str, number, a list of ints or floats
/// ("[1, 2]"), or "none" for an optional one. Throws UsageError if the text does not match the argument's type, or the
/// type is not supported.
c10::IValue read_argument(const c10::Argument& argument, const std::string& text);

}  // namespace actlab
