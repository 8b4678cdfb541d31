#pragma once

#include <ATen/core/function_schema.h>
#include <ATen/core/ivalue.h>

#include <string>

namespace actlab {

/// Parses `text` as the value of an operator's argument: an int, float, bool, complex ("1+2j"), str, Scalar, dtype
/// ("float32"), device ("cpu"), layout ("strided"), memory format ("contiguous_format") or Generator (the seed of a new
/// one), a list of these ("[1, 2]"; a single value fills a list of fixed size), or "none" for an optional one. Throws
/// UsageError if the text does not match the argument's type, or no text can stand for the type.
c10::IValue read_argument(const c10::Argument& argument, const std::string& text);

/// What read_argument accepts, for messages: "int[2], such as [1, 2]".
std::string allowed_values(const c10::Argument& argument);

}  // namespace actlab
