// Compiled once an instruction set: see cmake/simd.cmake.
#include "training/fused/kernels.h"

#include <type_traits>
#include <utility>

#include "simd/batch_loop.h"
#include "training/fused/loss_kernels.h"
#include "training/fused/matrix_kernels.h"
#include "training/fused/narrow_kernels.h"

namespace actlab::fused {
namespace {

template <class Rule>
void update_all(const UpdateRule& rule, const Step& step, float* w, const float* g, float* first, float* second,
                std::int64_t n) {
  for (std::int64_t i = 0; i < n; i += static_cast<std::int64_t>(V::size)) {
    V weight = V::load_unaligned(w + i), mean = V::load_unaligned(first + i), square = V::load_unaligned(second + i);
    Rule::move(rule, step, weight, V::load_unaligned(g + i), mean, square);
    weight.store_unaligned(w + i);
    mean.store_unaligned(first + i);
    square.store_unaligned(second + i);
  }
}

void update(const UpdateRule& rule, const Step& step, float* w, const float* g, float* first, float* second,
            std::int64_t n) {
  switch (rule.kind) {
    case RuleKind::sgd:
      return update_all<SgdRule>(rule, step, w, g, first, second, n);
    case RuleKind::adam:
      return update_all<AdamRule>(rule, step, w, g, first, second, n);
    case RuleKind::adamw:
      return update_all<AdamWRule>(rule, step, w, g, first, second, n);
    case RuleKind::rmsprop:
      return update_all<RmsPropRule>(rule, step, w, g, first, second, n);
    case RuleKind::adagrad:
      return update_all<AdagradRule>(rule, step, w, g, first, second, n);
  }
}

template <class A, class... Listed>
constexpr bool contains(TypeList<Listed...>) {
  return (std::is_same_v<A, Listed> || ...);
}

/// Activations of so few instructions that a pass over memory would cost more than they do. What is not here is
/// trained as well; each costs a copy of the matrix kernel, which takes its time to compile.
using InRegisters = TypeList<Identity, Relu, LeakyRelu>;

template <class A>
constexpr ActivatedProducts activated_products() {
  if constexpr (contains<A>(InRegisters{})) return {multiply<Activated<A>>, multiply<TimesSlope<A>>};
  return {};
}

template <class... A>
constexpr std::array<ActivatedProducts, sizeof...(A)> make_activated(TypeList<A...>) {
  return {activated_products<A>()...};
}

// Of a formula that is evaluated in double precision the time is the formula's: it needs no kernel of its own.
template <class A>
constexpr NarrowKernels narrow_kernels() {
  if constexpr (!A::spec.wide) return {narrow_forward<A>, narrow_backward<A>};
  return {};
}

template <class... A>
constexpr std::array<NarrowKernels, sizeof...(A)> make_narrow(TypeList<A...>) {
  return {narrow_kernels<A>()...};
}

template <class A, std::size_t... i>
constexpr std::array<NarrowKernels, narrow_shapes.size()> shaped_kernels(std::index_sequence<i...>) {
  if constexpr (contains<A>(InRegisters{}))
    return {NarrowKernels{shaped_forward<A, narrow_shapes[i]>, shaped_backward<A, narrow_shapes[i]>}...};
  return {};
}

template <class... A>
constexpr auto make_shaped(TypeList<A...>) {
  return std::array{shaped_kernels<A>(std::make_index_sequence<narrow_shapes.size()>{})...};
}

}  // namespace

#define ACTLAB_TABLE_OF(isa) kernels_##isa
#define ACTLAB_TABLE_NAME(isa) ACTLAB_TABLE_OF(isa)
extern const Kernels ACTLAB_TABLE_NAME(ACTLAB_ISA);
constinit const Kernels ACTLAB_TABLE_NAME(ACTLAB_ISA){
    .narrow = make_narrow(ElementwiseActivations{}),
    .shaped = make_shaped(ElementwiseActivations{}),
    .width = width,
    .add_lanes = add_lanes,
    .multiply = multiply<Stored>,
    .activated = make_activated(ElementwiseActivations{}),
    .row_dots = row_dots,
    .loss = {cross_entropy, bce, mse},
    .update = update,
};

}  // namespace actlab::fused
