#pragma once

// Tables of kernels that are compiled once for each instruction set (cmake/simd.cmake): their names, and their
// selection at run time.
#include "catalogue/kernels/isa.h"

#define ACTLAB_JOINED(name, isa) name##_##isa
#define ACTLAB_OF_ISA(name, isa) ACTLAB_JOINED(name, isa)

/// In a source that is compiled for each instruction set, before an initializer: defines the table name_<isa>.
#define ACTLAB_KERNELS(type, name)                   \
  extern const type ACTLAB_OF_ISA(name, ACTLAB_ISA); \
  constinit const type ACTLAB_OF_ISA(name, ACTLAB_ISA)

/// In an ordinary source: defines `const type& name()`, which returns the table of the current instruction set.
#if defined(__x86_64__)
#define ACTLAB_CHOOSE_KERNELS(type, name)                                               \
  extern const type name##_baseline, name##_avx2, name##_avx512;                        \
  const type& name() {                                                                  \
    static constexpr const type* all[]{&name##_baseline, &name##_avx2, &name##_avx512}; \
    return *all[static_cast<int>(current_isa())];                                       \
  }
#else
#define ACTLAB_CHOOSE_KERNELS(type, name) \
  extern const type name##_baseline;      \
  const type& name() {                    \
    return name##_baseline;               \
  }
#endif
