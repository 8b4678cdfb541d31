// Compiled once for each instruction set: see cmake/simd.cmake.
#include <array>

#include "catalogue/kernels/dispatch.h"
#include "catalogue/kernels/kernel_table.h"
#include "catalogue/kernels/rows.h"

namespace actlab {
namespace {

template <RowForm form, class T> constexpr RowKernelsOf<T> kernels_in() {
  return {rows_forward<form, T>, rows_backward<form, T>, columns_forward<form, T>, columns_backward<form, T>};
}
template <RowForm form> constexpr RowKernels kernel_of() {
  return {kernels_in<form, float>(), kernels_in<form, double>()};
}

constexpr std::array table{kernel_of<RowForm::softmax>(), kernel_of<RowForm::softmin>(),
                           kernel_of<RowForm::log_softmax>()};

}  // namespace

ACTLAB_KERNELS(std::span<const RowKernels>, row_kernel_table){table};

}  // namespace actlab
