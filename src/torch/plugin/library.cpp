#include "torch/plugin/library.h"

#include <dlfcn.h>
#include <fmt/format.h>

#include <exception>

#include "core/error.h"

namespace actlab {

namespace fs = std::filesystem;

void load_library(const fs::path& file) {
  const fs::path path = fs::absolute(file).lexically_normal();
  if (!fs::exists(path)) throw UsageError(fmt::format("{}: no such file; expected a shared library", path.string()));
  if (!fs::is_regular_file(path))
    throw UsageError(fmt::format("{}: not a file; expected a shared library", path.string()));
  try {
    if (dlopen(path.c_str(), RTLD_NOW | RTLD_LOCAL) != nullptr) return;
  } catch (const std::exception& error) {  // a static initialiser registered something that LibTorch rejects
    throw UsageError(fmt::format("{}: cannot be loaded: {}", path.string(), error.what()));
  }
  throw UsageError(fmt::format("{}: cannot be loaded: {}", path.string(), dlerror()));
}

}  // namespace actlab
