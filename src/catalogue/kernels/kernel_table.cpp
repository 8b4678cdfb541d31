#include "catalogue/kernels/kernel_table.h"

#include "catalogue/index.h"
#include "catalogue/kernel_chunks.h"
#include "catalogue/kernels/dispatch.h"

namespace actlab {

ACTLAB_CHOOSE_KERNELS(std::span<const RowKernels>, row_kernel_table)
ACTLAB_CHOOSE_KERNELS(HalfKernels, half_kernel_table)

const ActivationKernels& elementwise_kernels(std::size_t index) {
  return kernel_chunks[index / kernel_chunk_size]()[index % kernel_chunk_size];
}

const RowKernels& row_kernels(RowForm form) {
  return row_kernel_table()[static_cast<std::size_t>(form)];
}

const HalfKernels& half_kernels() {
  return half_kernel_table();
}

}  // namespace actlab
