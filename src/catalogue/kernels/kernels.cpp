// Compiled once an instruction set: see cmake/simd.cmake.
#include <array>

#include "catalogue/all.h"
#include "catalogue/kernels/batch_loop.h"
#include "catalogue/kernels/dispatch.h"
#include "catalogue/kernels/kernel_table.h"
#include "catalogue/kernels/rows.h"
#include "catalogue/primitives/wide.h"

namespace actlab {
namespace {

template <class A, class T>
void forward(const void* formula, const T* x, T* y, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  for_each_batch([&](const Batch<T>& in) { return value_of(activation, in); }, y, n, x);
}

template <class A, class T>
void backward(const void* formula, const T* saved, const T* grad_y, T* grad_x, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  for_each_batch([&](const Batch<T>& s, const Batch<T>& g) { return gradient_of(activation, s, g); }, grad_x, n, saved,
                 grad_y);
}

template <class A, class T>
void forward_at(const void* formula, const T* x, const T* parameter, T* y, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  const auto f = [&](const auto& at, const auto& p) { return activation.f(at, p); };
  for_each_batch([&](const Batch<T>& at, const Batch<T>& p) { return evaluated<has_wide_value<A>>(f, at, p); }, y, n, x,
                 parameter);
}

template <class A, class T, class Derivative>
void times_derivative(const Derivative& derivative, const T* x, const T* parameter, const T* grad_y, T* y,
                      std::int64_t n) {
  for_each_batch([&](const Batch<T>& at, const Batch<T>& p,
                     const Batch<T>& g) { return g * evaluated<has_wide_slope<A>>(derivative, at, p); },
                 y, n, x, parameter, grad_y);
}

template <class A, class T>
void backward_at(const void* formula, const T* x, const T* parameter, const T* grad_y, T* grad_x, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  times_derivative<A>([&](const auto& at, const auto& p) { return activation.df(at, p); }, x, parameter, grad_y, grad_x,
                      n);
}

template <class A, class T>
void by_parameter(const void* formula, const T* x, const T* parameter, const T* grad_y, T* terms, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  times_derivative<A>([&](const auto& at, const auto& p) { return activation.df_dparameter(at, p); }, x, parameter,
                      grad_y, terms, n);
}

template <class A, class T>
void gate(const void* formula, const T* a, const T* b, T* y, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  for_each_batch([&](const Batch<T>& through, const Batch<T>& at) { return through * value_of(activation, at); }, y, n,
                 a, b);
}

template <class A, class T>
void gate_backward(const void* formula, const T* a, const T* b, const T* grad_y, T* grad_b, std::int64_t n) {
  static_assert(A::spec.saved == Saved::input);
  const A activation = *static_cast<const A*>(formula);
  for_each_batch([&](const Batch<T>& through, const Batch<T>& at,
                     const Batch<T>& g) { return g * through * derivative_of(activation, at); },
                 grad_b, n, a, b, grad_y);
}

template <class A>
constexpr ActivationKernels kernels_of() {
  ActivationKernels kernels{.forward = {{forward<A, float>}, {forward<A, double>}},
                            .backward = {{backward<A, float>}, {backward<A, double>}}};
  if constexpr (Learnable<A>) {
    kernels.forward_at = {{forward_at<A, float>}, {forward_at<A, double>}};
    kernels.backward_at = {{backward_at<A, float>}, {backward_at<A, double>}};
    kernels.by_parameter = {{by_parameter<A, float>}, {by_parameter<A, double>}};
  }
  if constexpr (is_in<A>(GateActivations{})) {
    kernels.gate = {{gate<A, float>}, {gate<A, double>}};
    kernels.gate_backward = {{gate_backward<A, float>}, {gate_backward<A, double>}};
  }
  return kernels;
}

template <class A>
constexpr RowKernel row_kernel_of() {
  return {row_forward<A::form>, row_backward<A::form>};
}

template <class... A>
constexpr std::array<ActivationKernels, sizeof...(A)> make_elementwise(TypeList<A...>) {
  return {kernels_of<A>()...};
}

template <class... R>
constexpr std::array<RowKernel, sizeof...(R)> make_rowwise(TypeList<R...>) {
  return {row_kernel_of<R>()...};
}

constexpr auto elementwise = make_elementwise(ElementwiseActivations{});
constexpr auto rowwise = make_rowwise(RowwiseActivations{});

}  // namespace

ACTLAB_KERNELS(KernelTable, kernel_table){elementwise, rowwise};

}  // namespace actlab
