#include "catalogue/kernels/kernel_table.h"

#include "catalogue/kernels/dispatch.h"

namespace actlab {

ACTLAB_CHOOSE_KERNELS(KernelTable, kernel_table)

}  // namespace actlab
