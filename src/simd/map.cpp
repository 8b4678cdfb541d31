#include "simd/map.h"

#include <ATen/Dispatch.h>
#include <ATen/TensorIterator.h>

#include <algorithm>
#include <array>
#include <type_traits>

namespace actlab {
namespace {

template <class T>
using Compute = std::conditional_t<std::is_same_v<T, double>, double, float>;

// Enough elements to spread the cost of a call through a pointer, few enough that all buffers stay in the L1 cache.
constexpr std::int64_t chunk = 512;

template <class To, class From>
void gather(To* to, const char* from, std::int64_t stride, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) to[i] = static_cast<To>(*reinterpret_cast<const From*>(from + i * stride));
}

template <class To, class From>
void scatter(char* to, std::int64_t stride, const From* from, std::int64_t n) {
  for (std::int64_t i = 0; i < n; ++i) *reinterpret_cast<To*>(to + i * stride) = static_cast<To>(from[i]);
}

// One row of the iteration: data[0] is the output, data[1 …] the inputs, strides in bytes.
template <class T, std::size_t inputs, class Kernel>
void run_row(const Kernel& kernel, std::array<char*, inputs + 1> data, const std::int64_t* strides, std::int64_t n) {
  using C = Compute<T>;
  const auto is_dense = [&](std::size_t i) { return strides[i] == static_cast<std::int64_t>(sizeof(T)); };
  if constexpr (std::is_same_v<C, T>) {
    bool dense = true;
    for (std::size_t i = 0; i <= inputs; ++i) dense = dense && is_dense(i);
    if (dense) {
      std::array<const C*, inputs> in;
      for (std::size_t i = 0; i < inputs; ++i) in[i] = reinterpret_cast<const C*>(data[i + 1]);
      return kernel(in, reinterpret_cast<C*>(data[0]), n);
    }
  }
  alignas(64) C buffer[inputs + 1][chunk];
  for (std::int64_t done = 0; done < n; done += chunk) {
    const std::int64_t count = std::min(chunk, n - done);
    std::array<const C*, inputs> in;
    for (std::size_t i = 0; i < inputs; ++i) {
      gather<C, T>(buffer[i + 1], data[i + 1] + done * strides[i + 1], strides[i + 1], count);
      in[i] = buffer[i + 1];
    }
    kernel(in, buffer[0], count);
    scatter<T, C>(data[0] + done * strides[0], strides[0], buffer[0], count);
  }
}

template <class T, std::size_t inputs, class Kernel>
void run(at::TensorIterator& iterator, const Kernel& kernel) {
  iterator.for_each([&](char** data, const std::int64_t* strides, std::int64_t size, std::int64_t rows) {
    std::array<char*, inputs + 1> at;
    std::copy_n(data, inputs + 1, at.begin());
    for (std::int64_t row = 0; row < rows; ++row) {
      run_row<T, inputs>(kernel, at, strides, size);
      for (std::size_t i = 0; i <= inputs; ++i) at[i] += strides[inputs + 1 + i];
    }
  });
}

// Picks the kernel for T's computing precision and hands it spans of the right type.
template <class T>
auto unary(const UnaryKernels& kernels, const void* formula) {
  return [&kernels, formula](const std::array<const Compute<T>*, 1>& in, Compute<T>* out, std::int64_t n) {
    if constexpr (std::is_same_v<T, double>)
      kernels.f64.run(formula, in[0], out, n);
    else
      kernels.f32.run(formula, in[0], out, n);
  };
}
template <class T>
auto binary(const BinaryKernels& kernels, const void* formula) {
  return [&kernels, formula](const std::array<const Compute<T>*, 2>& in, Compute<T>* out, std::int64_t n) {
    if constexpr (std::is_same_v<T, double>)
      kernels.f64.run(formula, in[0], in[1], out, n);
    else
      kernels.f32.run(formula, in[0], in[1], out, n);
  };
}

}  // namespace

torch::Tensor map(const UnaryKernels& kernels, const void* formula, const torch::Tensor& x) {
  const at::Tensor in = x.detach();
  at::Tensor out;
  auto iterator = at::TensorIteratorConfig().add_output(out).add_input(in).build();
  AT_DISPATCH_FLOATING_TYPES_AND2(at::kHalf, at::kBFloat16, x.scalar_type(), "actlab::map",
                                  [&] { run<scalar_t, 1>(iterator, unary<scalar_t>(kernels, formula)); });
  return iterator.output();
}

torch::Tensor map(const BinaryKernels& kernels, const void* formula, const torch::Tensor& a, const torch::Tensor& b) {
  const at::Tensor in_a = a.detach(), in_b = b.detach();
  at::Tensor out;
  auto iterator = at::TensorIteratorConfig().add_output(out).add_input(in_a).add_input(in_b).build();
  AT_DISPATCH_FLOATING_TYPES_AND2(at::kHalf, at::kBFloat16, a.scalar_type(), "actlab::map",
                                  [&] { run<scalar_t, 2>(iterator, binary<scalar_t>(kernels, formula)); });
  return iterator.output();
}

}  // namespace actlab
