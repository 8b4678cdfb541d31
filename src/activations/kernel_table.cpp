#include "activations/kernel_table.h"

#include "simd/isa.h"

namespace actlab {

extern const KernelTable kernel_table_baseline;
#if defined(__x86_64__)
extern const KernelTable kernel_table_avx2, kernel_table_avx512;
#endif

const KernelTable& kernel_table() {
#if defined(__x86_64__)
  switch (current_isa()) {
    case Isa::avx512:
      return kernel_table_avx512;
    case Isa::avx2:
      return kernel_table_avx2;
    case Isa::baseline:
      break;
  }
#endif
  return kernel_table_baseline;
}

}  // namespace actlab
