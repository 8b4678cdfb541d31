// Compiled once per instruction set: see cmake/simd.cmake.
#include "lab/training/fused/kernels.h"

#include "catalogue/kernels/dispatch.h"
#include "catalogue/kernels/loop.h"
#include "lab/training/fused/dot_kernels.h"
#include "lab/training/fused/loss_kernels.h"
#include "lab/training/fused/staged_kernels.h"

namespace actlab::fused {
namespace {

// Adds as many vectors at a time as a vector has lanes, so that their sums form a vector.
void add_lanes(const float* sums, float* totals, std::int64_t n) {
  std::int64_t i = 0;
  for (; i + width <= n; i += width) {
    V rows[V::size];
    ACTLAB_UNROLL for (int r = 0; r < width; ++r) rows[r] = V::load_unaligned(sums + (i + r) * width);
    sums_of_lanes(rows).store_unaligned(totals + i);
  }
  for (; i < n; ++i) totals[i] = sum_of_lanes(V::load_unaligned(sums + i * width));
}

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

}  // namespace

ACTLAB_KERNELS(Kernels, kernels){
    .width = width,
    .add_lanes = add_lanes,
    .multiply = multiply<Stored>,
    .multiply_with_derivative = multiply<TimesDerivative>,
    .row_dots = row_dots,
    .staged = staged_kernels(std::make_index_sequence<narrow_shapes.size()>{}),
    .loss = {cross_entropy, bce, mse},
    .update = update,
};

}  // namespace actlab::fused
