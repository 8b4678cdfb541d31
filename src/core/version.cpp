#include "core/version.h"

#include "git_describe.h"

namespace actlab {

std::string_view version() {
  return ACTLAB_VERSION;
}

std::string_view git_describe() {
  return ACTLAB_GIT_DESCRIBE;
}

std::string_view libtorch() {
  return ACTLAB_LIBTORCH;
}

std::string_view compiler() {
#if defined(__clang__)
  return "Clang " __clang_version__;
#else
  return "GCC " __VERSION__;
#endif
}

}  // namespace actlab
