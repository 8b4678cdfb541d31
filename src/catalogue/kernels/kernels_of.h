#pragma once

// For kernel sources only: the kernels of a few activations, compiled once for each instruction set.
// cmake/catalogue.cmake generates the sources that call this.
#include <array>

#include "catalogue/gates.h"
#include "catalogue/kernels/evaluate.h"
#include "catalogue/kernels/kernel_table.h"
#include "catalogue/kernels/loop.h"

namespace actlab {
namespace {

template <class A, class T> void forward(const void* formula, const T* x, T* y, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  for_each_vector([=](const Lanes<T>& in) { return value_of(activation, in); }, y, n, x);
}

template <class A, class T>
void backward(const void* formula, const T* saved, const T* grad_y, T* grad_x, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  for_each_vector([=](const Lanes<T>& s, const Lanes<T>& g) { return gradient_of(activation, s, g); }, grad_x, n, saved,
                  grad_y);
}

template <class A>
void forward_with_derivative(const void* formula, const float* x, float* y, float* df, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  for_each_vector_pair([=](const Lanes<float>& in) { return value_and_derivative_of(activation, in); }, y, df, n, x);
}

template <class A, class T> void forward_at(const void* formula, const T* x, const T* parameter, T* y, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  for_each_vector([=](const Lanes<T>& at, const Lanes<T>& p) { return value_of(activation, at, p); }, y, n, x,
                  parameter);
}

template <class A, class T>
void backward_at(const void* formula, const T* x, const T* parameter, const T* grad_y, T* grad_x, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  for_each_vector(
      [=](const Lanes<T>& at, const Lanes<T>& p, const Lanes<T>& g) { return g * derivative_of(activation, at, p); },
      grad_x, n, x, parameter, grad_y);
}

template <class A, class T>
void by_parameter(const void* formula, const T* x, const T* parameter, const T* grad_y, T* terms, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  const auto derivative = [=](const auto& at, const auto& p) {
    return kernel_derivative_by_parameter(activation, at, p);
  };
  for_each_vector([=](const Lanes<T>& at, const Lanes<T>& p,
                      const Lanes<T>& g) { return g * evaluate<A::spec.compute_in_float64>(derivative, at, p); },
                  terms, n, x, parameter, grad_y);
}

template <class A, class T> void gate(const void* formula, const T* a, const T* b, T* y, std::int64_t n) {
  const A activation = *static_cast<const A*>(formula);
  for_each_vector([=](const Lanes<T>& value, const Lanes<T>& gating) { return value * value_of(activation, gating); },
                  y, n, a, b);
}

template <class A, class T>
void gate_backward(const void* formula, const T* a, const T* b, const T* grad_y, T* grad_b, std::int64_t n) {
  static_assert(A::spec.saved == Saved::input);
  const A activation = *static_cast<const A*>(formula);
  for_each_vector([=](const Lanes<T>& value, const Lanes<T>& gating,
                      const Lanes<T>& g) { return g * value * derivative_of(activation, gating); },
                  grad_b, n, a, b, grad_y);
}

template <class A> constexpr ActivationKernels kernels_of() {
  ActivationKernels kernels{.forward = {{forward<A, float>}, {forward<A, double>}},
                            .backward = {{backward<A, float>}, {backward<A, double>}}};
  if constexpr (!SelectsGradient<A>) kernels.forward_with_derivative = {forward_with_derivative<A>};
  if constexpr (Learnable<A>) {
    kernels.forward_at = {{forward_at<A, float>}, {forward_at<A, double>}};
    kernels.backward_at = {{backward_at<A, float>}, {backward_at<A, double>}};
    kernels.by_parameter = {{by_parameter<A, float>}, {by_parameter<A, double>}};
  }
  if constexpr (is_used_by_gate(A::spec.name)) {
    kernels.gate = {{gate<A, float>}, {gate<A, double>}};
    kernels.gate_backward = {{gate_backward<A, float>}, {gate_backward<A, double>}};
  }
  return kernels;
}

}  // namespace

/// A table of the kernels of these activations.
template <class... A> constexpr std::array<ActivationKernels, sizeof...(A)> kernels_of_each() {
  return {kernels_of<A>()...};
}

}  // namespace actlab
