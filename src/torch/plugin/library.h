#pragma once

#include <filesystem>

namespace actlab {

/// Loads a shared library whose static initialisers register operators (TORCH_LIBRARY). It stays loaded; a second call
/// for the same file does nothing. A relative path starts at the working directory; the library search path is not
/// used. Throws UsageError, with the reason, if there is no such file or it cannot be loaded.
void load_library(const std::filesystem::path& file);

}  // namespace actlab
