#pragma once

// How a table of kernels that is compiled once an instruction set (cmake/simd.cmake) is named, and found at run time.
#include "catalogue/kernels/isa.h"

#define ACTLAB_JOINED(name, isa) name##_##isa
#define ACTLAB_OF_ISA(name, isa) ACTLAB_JOINED(name, isa)

/// In a source compiled once an instruction set, before an initialiser: defines `name` of that instruction set.
#define ACTLAB_KERNELS(type, name)                   \
  extern const type ACTLAB_OF_ISA(name, ACTLAB_ISA); \
  constinit const type ACTLAB_OF_ISA(name, ACTLAB_ISA)

/// In an ordinary source: defines `const type& name()`, which gives the one of the current instruction set.
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
