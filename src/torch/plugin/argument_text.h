#pragma once

#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>

#include <string>

namespace actlab {

/// The value that `text` writes for an argument of an operator: an int, float, bool, str, number, a list of ints or
/// floats ("[1, 2]"), or "none" for an optional one. Throws UsageError where the text does not read as the argument's
/// type, or the type is none of these.
c10::IValue read_argument(const c10::Argument& argument, const std::string& text);

}  // namespace actlab
