#pragma once

#include <cstdint>

namespace actlab {

/// A formula, compiled for one instruction set, over contiguous arrays of n elements. `formula` points to the
/// definition, which holds the parameters. The result of an element does not depend on its position.
template <class T> struct UnaryKernel { void (*run)(const void* formula, const T* x, T* y, std::int64_t n) = nullptr; };
template <class T> struct BinaryKernel {
  void (*run)(const void* formula, const T* a, const T* b, T* y, std::int64_t n) = nullptr;
};
template <class T> struct TernaryKernel {
  void (*run)(const void* formula, const T* a, const T* b, const T* c, T* y, std::int64_t n) = nullptr;
};

/// Two results of a formula from one input. Either of the outputs may be x.
template <class T> struct PairKernel {
  void (*run)(const void* formula, const T* x, T* first, T* second, std::int64_t n) = nullptr;
};

/// The row-wise formulas that have kernels.
enum class RowForm { softmax, softmin, log_softmax };

/// A row-wise formula over contiguous rows, or over columns of n elements that are `stride` apart and stored side by
/// side: y = f(x), and the gradient of x from y and the gradient of y. The result of a row does not depend on the
/// others.
template <class T> struct RowKernelsOf {
  void (*rows_forward)(const T* x, T* y, std::int64_t rows, std::int64_t length) = nullptr;
  void (*rows_backward)(const T* y, const T* grad_y, T* grad_x, std::int64_t rows, std::int64_t length) = nullptr;
  void (*columns_forward)(const T* x, T* y, std::int64_t n, std::int64_t columns, std::int64_t stride) = nullptr;
  void (*columns_backward)(const T* y, const T* grad_y, T* grad_x, std::int64_t n, std::int64_t columns,
                           std::int64_t stride) = nullptr;
};
struct RowKernels {
  RowKernelsOf<float> f32;
  RowKernelsOf<double> f64;
};

/// Conversions of a 16-bit type, given by its bits, rounded to nearest with ties to even.
struct Conversions {
  void (*to_float)(const std::uint16_t* from, float* to, std::int64_t n) = nullptr;
  void (*from_float)(const float* from, std::uint16_t* to, std::int64_t n) = nullptr;
};
struct HalfKernels {
  Conversions float16, bfloat16;
};

/// A formula in both types that kernels support. float16 and bfloat16 are computed in float32.
struct UnaryKernels {
  UnaryKernel<float> f32;
  UnaryKernel<double> f64;
};
struct BinaryKernels {
  BinaryKernel<float> f32;
  BinaryKernel<double> f64;
};
struct TernaryKernels {
  TernaryKernel<float> f32;
  TernaryKernel<double> f64;
};

}  // namespace actlab
