#include "catalogue/kernels/kernel_table.h"

#include "catalogue/index.h"
#include "catalogue/kernel_chunks.h"
#include "catalogue/kernels/dispatch.h"

namespace actlab {

ACTLAB_CHOOSE_KERNELS(std::span<const RowKernel>, row_kernels)

const ActivationKernels& elementwise_kernels(std::size_t index) {
  return kernel_chunks[index / kernel_chunk_size]()[index % kernel_chunk_size];
}

const RowKernel& row_kernel(RowForm form) {
  return row_kernels()[static_cast<std::size_t>(form)];
}

}  // namespace actlab
