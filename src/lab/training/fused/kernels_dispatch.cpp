#include "catalogue/kernels/dispatch.h"
#include "lab/training/fused/kernels.h"

namespace actlab::fused {

ACTLAB_CHOOSE_KERNELS(Kernels, kernels)
ACTLAB_CHOOSE_KERNELS(std::span<const HiddenKernels>, hidden_kernels)

}  // namespace actlab::fused
