// Compiled once per instruction set: see cmake/simd.cmake. Separate from kernels.cpp, which depends on no activation.
#include <array>
#include <utility>

#include "catalogue/all.h"
#include "catalogue/kernels/dispatch.h"
#include "lab/training/fused/kernels.h"
#include "lab/training/fused/narrow_kernels.h"

namespace actlab::fused {
namespace {

template <class A>
struct Activated {
  explicit Activated(const Product& p) : activation(*static_cast<const A*>(p.formula)) {}
  void operator()(const V& sum, float* c, float* other) const {
    if constexpr (keeps_input<A>) sum.store_unaligned(c);
    value_of(activation, sum).store_unaligned(other);
  }
  A activation;
};

template <class A>
struct BackThrough {
  explicit BackThrough(const Product& p) : activation(*static_cast<const A*>(p.formula)) {}
  void operator()(const V& sum, float* c, const float* other) const {
    gradient_of(activation, V::load_unaligned(other), sum).store_unaligned(c);
  }
  A activation;
};

/// Activations with so few instructions that a separate pass over memory costs more. Each one adds a copy of the matrix
/// kernel, which takes time to compile.
using InRegisters = TypeList<Identity, Relu, LeakyRelu>;
/// The same without Identity, because network_merged.cpp merges its layers.
using Shaped = TypeList<Relu, LeakyRelu>;

template <class A, std::size_t... i>
constexpr std::array<NarrowKernels, narrow_shapes.size()> shaped_kernels(std::index_sequence<i...>) {
  return {NarrowKernels{shaped_forward<A, narrow_shapes[i]>, shaped_backward<A, narrow_shapes[i]>}...};
}

template <class A>
constexpr HiddenKernels kernels_of() {
  HiddenKernels kernels;
  // A formula in double precision takes most of the time itself, so a kernel of its own gains nothing.
  if constexpr (!A::spec.wide) kernels.narrow = {narrow_forward<A>, narrow_backward<A>};
  if constexpr (is_in<A>(InRegisters{})) kernels.products = {multiply<Activated<A>>, multiply<BackThrough<A>>};
  if constexpr (is_in<A>(Shaped{}))
    kernels.shaped = shaped_kernels<A>(std::make_index_sequence<narrow_shapes.size()>{});
  return kernels;
}

template <class... A>
constexpr std::array<HiddenKernels, sizeof...(A)> make_table(TypeList<A...>) {
  return {kernels_of<A>()...};
}

constexpr auto table = make_table(ElementwiseActivations{});

}  // namespace

ACTLAB_KERNELS(std::span<const HiddenKernels>, hidden_kernels){table};

}  // namespace actlab::fused
