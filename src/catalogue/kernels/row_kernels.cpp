// Compiled once for each instruction set: see cmake/simd.cmake.
#include <array>

#include "catalogue/kernels/dispatch.h"
#include "catalogue/kernels/kernel_table.h"
#include "catalogue/kernels/rows.h"

namespace actlab {
namespace {

template <RowForm form> constexpr RowKernels kernel_of() {
  return {row_forward<form>, row_backward<form>};
}

constexpr std::array table{kernel_of<RowForm::softmax>(), kernel_of<RowForm::softmin>(),
                           kernel_of<RowForm::log_softmax>()};

}  // namespace

ACTLAB_KERNELS(std::span<const RowKernels>, row_kernel_table){table};

}  // namespace actlab
