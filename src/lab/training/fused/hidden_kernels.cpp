// Compiled once an instruction set: see cmake/simd.cmake. Apart from kernels.cpp, which no activation concerns.
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

/// Activations of so few instructions that a pass over memory would cost more than they do. What is not here is
/// trained as well; each costs a copy of the matrix kernel, which takes its time to compile.
using InRegisters = TypeList<Identity, Relu, LeakyRelu>;
/// The same, but for what network_merged.cpp leaves no hidden layer of.
using Shaped = TypeList<Relu, LeakyRelu>;

template <class A, std::size_t... i>
constexpr std::array<NarrowKernels, narrow_shapes.size()> shaped_kernels(std::index_sequence<i...>) {
  return {NarrowKernels{shaped_forward<A, narrow_shapes[i]>, shaped_backward<A, narrow_shapes[i]>}...};
}

template <class A>
constexpr HiddenKernels kernels_of() {
  HiddenKernels kernels;
  // Of a formula that is evaluated in double precision the time is the formula's: it needs no kernel of its own.
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
