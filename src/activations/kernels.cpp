// Compiled once an instruction set: see cmake/simd.cmake.
#include "activations/all.h"
#include "activations/kernel_table.h"
#include "simd/batch_loop.h"
#include "simd/wide.h"

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
  for_each_batch([&](const Batch<T>& s, const Batch<T>& g) { return g * derivative_of(activation, s); }, grad_x, n,
                 saved, grad_y);
}

template <class... A>
constexpr KernelTable make_table(TypeList<A...>) {
  return {ActivationKernels{.forward = {{forward<A, float>}, {forward<A, double>}},
                            .backward = {{backward<A, float>}, {backward<A, double>}}}...};
}

}  // namespace

#define ACTLAB_TABLE_OF(isa) kernel_table_##isa
#define ACTLAB_TABLE_NAME(isa) ACTLAB_TABLE_OF(isa)
extern const KernelTable ACTLAB_TABLE_NAME(ACTLAB_ISA);
constinit const KernelTable ACTLAB_TABLE_NAME(ACTLAB_ISA) = make_table(ElementwiseActivations{});

}  // namespace actlab
