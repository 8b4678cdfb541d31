#pragma once

#include <cstdint>

namespace actlab {

/// A formula compiled for one instruction set, over contiguous ranges of n elements. `formula` points to the object
/// that holds the formula's parameters. An element's result depends on that element alone, not on where it stands.
template <class T>
struct UnaryKernel {
  void (*run)(const void* formula, const T* x, T* y, std::int64_t n) = nullptr;
};
template <class T>
struct BinaryKernel {
  void (*run)(const void* formula, const T* a, const T* b, T* y, std::int64_t n) = nullptr;
};
template <class T>
struct TernaryKernel {
  void (*run)(const void* formula, const T* a, const T* b, const T* c, T* y, std::int64_t n) = nullptr;
};

/// What a row-wise formula is made of.
enum class RowForm { softmax, softmin, log_softmax };

/// One over dense rows of float32: y = f(x), and the gradient of x by that of y.
struct RowKernel {
  void (*forward)(const float* x, float* y, std::int64_t rows, std::int64_t length) = nullptr;
  void (*backward)(const float* y, const float* grad_y, float* grad_x, std::int64_t rows,
                   std::int64_t length) = nullptr;
};

/// The same formula for both precisions that kernels compute in; half and bfloat16 are computed in float.
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
