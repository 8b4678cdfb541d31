// Compiled once per instruction set: see cmake/simd.cmake. Separate from kernels.cpp, which depends on no activation.
#include <array>
#include <utility>

#include "catalogue/definitions/hardshrink.h"
#include "catalogue/definitions/hardsigmoid.h"
#include "catalogue/definitions/hardswish.h"
#include "catalogue/definitions/hardtanh.h"
#include "catalogue/definitions/identity.h"
#include "catalogue/definitions/leaky_relu.h"
#include "catalogue/definitions/prelu.h"
#include "catalogue/definitions/relu.h"
#include "catalogue/definitions/relu6.h"
#include "catalogue/definitions/relu_squared.h"
#include "catalogue/definitions/rrelu.h"
#include "catalogue/definitions/softshrink.h"
#include "catalogue/definitions/softsign.h"
#include "catalogue/definitions/step.h"
#include "catalogue/definitions/straight_through_step.h"
#include "catalogue/definitions/threshold.h"
#include "catalogue/exact/softshrink.h"
#include "catalogue/exact/softsign.h"
#include "catalogue/index.h"
#include "catalogue/kernels/dispatch.h"
#include "catalogue/type_list.h"
#include "lab/training/fused/kernels.h"
#include "lab/training/fused/narrow_kernels.h"

namespace actlab::fused {
namespace {

template <class A> struct Activated {
  explicit Activated(const Product& p) : activation(*static_cast<const A*>(p.formula)) {}
  void operator()(const V& sum, float* c, float* other) const {
    if constexpr (keeps_input<A>) sum.store_unaligned(c);
    value_of(activation, sum).store_unaligned(other);
  }
  A activation;
};

template <class A> struct BackThrough {
  explicit BackThrough(const Product& p) : activation(*static_cast<const A*>(p.formula)) {}
  void operator()(const V& sum, float* c, const float* other) const {
    gradient_of(activation, V::load_unaligned(other), sum).store_unaligned(c);
  }
  A activation;
};

/// Activations that have kernels for narrow networks. A longer formula takes most of the time itself, so that kernels
/// of its own would gain little over a pass of its own (staged_kernels.h), and take time to compile.
using Narrow =
    TypeList<definitions::Identity, definitions::Step, definitions::Threshold, definitions::Relu, definitions::Relu6,
             definitions::Hardtanh, definitions::Hardswish, definitions::Hardsigmoid, definitions::LeakyRelu,
             definitions::Prelu, definitions::Rrelu, definitions::Softsign, definitions::Softshrink,
             definitions::Hardshrink, definitions::StraightThroughStep, definitions::ReluSquared>;
/// Activations with so few instructions that a separate pass over memory costs more. Each one adds a copy of the matrix
/// kernel, which takes time to compile.
using InRegisters = TypeList<definitions::Identity, definitions::Relu, definitions::LeakyRelu>;
/// The same without Identity, because network_merged.cpp merges its layers.
using Shaped = TypeList<definitions::Relu, definitions::LeakyRelu>;

template <class A, std::size_t... i>
constexpr std::array<NarrowKernels, narrow_shapes.size()> shaped_kernels(std::index_sequence<i...>) {
  return {NarrowKernels{shaped_forward<A, narrow_shapes[i]>, shaped_backward<A, narrow_shapes[i]>}...};
}

template <class A> constexpr HiddenKernels kernels_of() {
  HiddenKernels kernels;
  kernels.narrow = {narrow_forward<A>, narrow_backward<A>};
  if constexpr (is_in<A>(InRegisters{})) kernels.products = {multiply<Activated<A>>, multiply<BackThrough<A>>};
  if constexpr (is_in<A>(Shaped{}))
    kernels.shaped = shaped_kernels<A>(std::make_index_sequence<narrow_shapes.size()>{});
  return kernels;
}

// By the place in the catalogue; an activation that is not in the list has no kernels here and is trained without.
template <class... A> constexpr std::array<HiddenKernels, elementwise_count> make_table(TypeList<A...>) {
  std::array<HiddenKernels, elementwise_count> kernels{};
  ((kernels[activation_index<A>] = kernels_of<A>()), ...);
  return kernels;
}

constexpr auto table = make_table(Narrow{});

}  // namespace

ACTLAB_KERNELS(std::span<const HiddenKernels>, hidden_kernels){table};

}  // namespace actlab::fused
