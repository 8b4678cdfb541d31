#include "core/threads.h"

#include <dlfcn.h>

namespace actlab {

void use_single_thread_kernels() {
  // Looked up at run time because the BLAS that LibTorch uses depends on the system.
  static const bool done = [] {
    using SetThreads = void (*)(int);
    const auto set_threads = reinterpret_cast<SetThreads>(dlsym(RTLD_DEFAULT, "openblas_set_num_threads"));
    if (set_threads != nullptr) set_threads(1);
    return true;
  }();
  static_cast<void>(done);
}

}  // namespace actlab
