#include "torch/autograd/map.h"

#include <ATen/Dispatch.h>
#include <ATen/EmptyTensor.h>
#include <ATen/Parallel.h>
#include <ATen/TensorIterator.h>

#include <algorithm>
#include <array>
#include <tuple>
#include <type_traits>

#include "catalogue/kernels/kernel_table.h"
#include "torch/autograd/allocation.h"

namespace actlab {
namespace {

template <class T> using Compute = std::conditional_t<std::is_same_v<T, double>, double, float>;

// Large enough to amortize the indirect call, small enough that all buffers fit in the L1 cache.
constexpr std::int64_t chunk = 512;

template <class T> constexpr bool is_half = std::is_same_v<T, at::Half> || std::is_same_v<T, at::BFloat16>;

template <class T> const Conversions& conversions_of() {
  if constexpr (std::is_same_v<T, at::Half>)
    return half_kernels().float16;
  else
    return half_kernels().bfloat16;
}

template <class T> bool is_dense(std::int64_t stride) {
  return stride == static_cast<std::int64_t>(sizeof(T));
}

template <class T> void gather(Compute<T>* to, const char* from, std::int64_t stride, std::int64_t n) {
  if constexpr (is_half<T>) {
    if (is_dense<T>(stride)) return conversions_of<T>().to_float(reinterpret_cast<const std::uint16_t*>(from), to, n);
  }
  for (std::int64_t i = 0; i < n; ++i) to[i] = static_cast<Compute<T>>(*reinterpret_cast<const T*>(from + i * stride));
}

template <class T> void scatter(char* to, std::int64_t stride, const Compute<T>* from, std::int64_t n) {
  if constexpr (is_half<T>) {
    if (is_dense<T>(stride)) return conversions_of<T>().from_float(from, reinterpret_cast<std::uint16_t*>(to), n);
  }
  for (std::int64_t i = 0; i < n; ++i) *reinterpret_cast<T*>(to + i * stride) = static_cast<T>(from[i]);
}

// One row of the iteration: data[0] is the output, data[1 …] are the inputs; strides are in bytes. The kernel reads and
// writes dense rows directly, others through a buffer. The buffer of a broadcast number (stride 0) is filled once.
template <class T, std::size_t inputs, class Kernel>
void run_row(const Kernel& kernel, std::array<char*, inputs + 1> data, const std::int64_t* strides, std::int64_t n) {
  using C = Compute<T>;
  const auto is_direct = [&](std::size_t i) { return std::is_same_v<C, T> && is_dense<T>(strides[i]); };
  std::array<const C*, inputs> in;
  bool all_direct = true;
  for (std::size_t i = 0; i <= inputs; ++i) all_direct = all_direct && is_direct(i);
  if (all_direct) {
    for (std::size_t i = 0; i < inputs; ++i) in[i] = reinterpret_cast<const C*>(data[i + 1]);
    return kernel(in, reinterpret_cast<C*>(data[0]), n);
  }
  alignas(64) C buffer[inputs + 1][chunk];
  for (std::int64_t done = 0; done < n; done += chunk) {
    const std::int64_t count = std::min(chunk, n - done);
    for (std::size_t i = 0; i < inputs; ++i) {
      char* const from = data[i + 1] + done * strides[i + 1];
      in[i] = is_direct(i + 1) ? reinterpret_cast<const C*>(from) : buffer[i + 1];
      if (!is_direct(i + 1) && (strides[i + 1] != 0 || done == 0))
        gather<T>(buffer[i + 1], from, strides[i + 1], count);
    }
    char* const to = data[0] + done * strides[0];
    kernel(in, is_direct(0) ? reinterpret_cast<C*>(to) : buffer[0], count);
    if (!is_direct(0)) scatter<T>(to, strides[0], buffer[0], count);
  }
}

template <class T, std::size_t inputs, class Kernel> void run(at::TensorIterator& iterator, const Kernel& kernel) {
  iterator.for_each([&](char** data, const std::int64_t* strides, std::int64_t size, std::int64_t rows) {
    std::array<char*, inputs + 1> at;
    std::copy_n(data, inputs + 1, at.begin());
    for (std::int64_t row = 0; row < rows; ++row) {
      run_row<T, inputs>(kernel, at, strides, size);
      for (std::size_t i = 0; i <= inputs; ++i) at[i] += strides[inputs + 1 + i];
    }
  });
}

// The kernel for the type that T is computed in, as a function of an array of inputs.
template <class T, std::size_t inputs, class Kernels> auto kernel_of(const Kernels& kernels, const void* formula) {
  const auto run = [&] {
    if constexpr (std::is_same_v<T, double>)
      return kernels.f64.run;
    else
      return kernels.f32.run;
  }();
  return [run, formula](const std::array<const Compute<T>*, inputs>& in, Compute<T>* out, std::int64_t n) {
    std::apply([&](const auto*... x) { run(formula, x..., out, n); }, in);
  };
}

template <class Kernels, class... Tensors>
torch::Tensor map_with_iterator(const at::Tensor& out, const Kernels& kernels, const void* formula,
                                const Tensors&... tensors) {
  constexpr std::size_t inputs = sizeof...(Tensors);
  at::TensorIteratorConfig config;
  config.add_output(out);
  (config.add_input(tensors), ...);
  auto iterator = config.build();
  AT_DISPATCH_FLOATING_TYPES_AND2(at::kHalf, at::kBFloat16, iterator.dtype(), "actlab::map", [&] {
    run<scalar_t, inputs>(iterator, kernel_of<scalar_t, inputs>(kernels, formula));
  });
  return iterator.output();
}

// True for contiguous tensors of one shape and dtype, which need no iterator: for small tensors it takes longer than
// the formula.
template <class... Tensors> bool are_contiguous_and_alike(const at::Tensor& first, const Tensors&... others) {
  const auto is_dense = [](const at::Tensor& tensor) {
    return tensor.layout() == at::kStrided && tensor.is_cpu() && tensor.is_contiguous();
  };
  [[maybe_unused]] const auto is_alike = [&](const at::Tensor& other) {
    return other.scalar_type() == first.scalar_type() && other.sizes() == first.sizes() && is_dense(other);
  };
  return is_dense(first) && (is_alike(others) && ...);
}

template <class T, class Kernels, class... Tensors>
torch::Tensor map_contiguous(const Kernels& kernels, const void* formula, const at::Tensor& first,
                             const Tensors&... others) {
  constexpr std::size_t inputs = 1 + sizeof...(Tensors);
  const at::Tensor out(at::detail::empty_cpu(first.sizes(), first.scalar_type()));
  const auto bytes = [](const at::Tensor& tensor) { return static_cast<char*>(tensor.data_ptr()); };
  const std::array<char*, inputs + 1> data{bytes(out), bytes(first), bytes(others)...};
  std::array<std::int64_t, inputs + 1> strides;
  strides.fill(sizeof(T));
  const auto kernel = kernel_of<T, inputs>(kernels, formula);
  at::parallel_for(0, out.numel(), at::internal::GRAIN_SIZE, [&](std::int64_t begin, std::int64_t end) {
    auto at = data;
    for (char*& from : at) from += begin * static_cast<std::int64_t>(sizeof(T));
    run_row<T, inputs>(kernel, at, strides.data(), end - begin);
  });
  return out;
}

template <class Kernels, class... Tensors>
torch::Tensor map_to_new(const Kernels& kernels, const void* formula, const at::Tensor& first,
                         const Tensors&... others) {
  if (!at::isFloatingType(first.scalar_type()) || !are_contiguous_and_alike(first, others...))
    return map_with_iterator(empty_broadcast({first, others...}, first.scalar_type()), kernels, formula, first,
                             others...);
  return AT_DISPATCH_FLOATING_TYPES_AND2(at::kHalf, at::kBFloat16, first.scalar_type(), "actlab::map",
                                         [&] { return map_contiguous<scalar_t>(kernels, formula, first, others...); });
}

}  // namespace

torch::Tensor map(const UnaryKernels& kernels, const void* formula, const torch::Tensor& x) {
  return map_to_new(kernels, formula, x);
}

torch::Tensor map(const BinaryKernels& kernels, const void* formula, const torch::Tensor& a, const torch::Tensor& b) {
  return map_to_new(kernels, formula, a, b);
}

torch::Tensor map(const TernaryKernels& kernels, const void* formula, const torch::Tensor& a, const torch::Tensor& b,
                  const torch::Tensor& c) {
  return map_to_new(kernels, formula, a, b, c);
}

void map_into(const torch::Tensor& out, const BinaryKernels& kernels, const void* formula, const torch::Tensor& a,
              const torch::Tensor& b) {
  map_with_iterator(out, kernels, formula, a, b);
}

void map_into(const torch::Tensor& out, const TernaryKernels& kernels, const void* formula, const torch::Tensor& a,
              const torch::Tensor& b, const torch::Tensor& c) {
  map_with_iterator(out, kernels, formula, a, b, c);
}

}  // namespace actlab
