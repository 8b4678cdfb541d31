#pragma once

#include <string_view>

namespace actlab {

/// "0.1.0".
std::string_view version();

/// The commit this was built from, as printed by `git describe --always --dirty`; empty for a source tree without git.
std::string_view git_describe();

/// The version of LibTorch that this was built with: "1.13.1".
std::string_view libtorch();

/// "GCC 12.2.0", "Clang 16.0.6".
std::string_view compiler();

}  // namespace actlab
