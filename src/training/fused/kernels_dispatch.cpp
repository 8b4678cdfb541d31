#include "simd/isa.h"
#include "training/fused/kernels.h"

namespace actlab::fused {

extern const Kernels kernels_baseline;
#if defined(__x86_64__)
extern const Kernels kernels_avx2, kernels_avx512;
#endif

const Kernels& kernels() {
#if defined(__x86_64__)
  switch (current_isa()) {
    case Isa::avx512:
      return kernels_avx512;
    case Isa::avx2:
      return kernels_avx2;
    case Isa::baseline:
      break;
  }
#endif
  return kernels_baseline;
}

}  // namespace actlab::fused
