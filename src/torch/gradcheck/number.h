#pragma once

#include <string>

/// Text of numbers. Unlike printf and streams, it is the same in every locale. The library has no fmt: it must need
/// LibTorch only, whose headers bring a fmt of their own in some versions.
namespace actlab::detail {

/// With so many significant digits, without trailing zeros: "0.333", "1e-05", "inf".
std::string number(double value, int digits);

/// The shortest text that is read back as the same number.
std::string number(double value);

}  // namespace actlab::detail
