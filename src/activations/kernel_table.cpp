#include "activations/kernel_table.h"

#include "simd/dispatch.h"

namespace actlab {

ACTLAB_CHOOSE_KERNELS(KernelTable, kernel_table)

}  // namespace actlab
