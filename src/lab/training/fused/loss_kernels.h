#pragma once

// For kernels.cpp only. Each kernel passes over a block of samples once, one vector of samples at a time.
#include "catalogue/kernels/loop.h"
#include "lab/training/fused/matrix_kernels.h"

namespace actlab::fused {
namespace {

// 1 for lanes with samples, 0 for padding.
V presence(const LossBlock& block, std::int64_t column) {
  if (column + width <= block.samples) return V(1.0f);
  alignas(64) float present[V::size];
  for (std::int64_t i = 0; i < width; ++i) present[i] = column + i < block.samples ? 1.0f : 0.0f;
  return V::load_aligned(present);
}

V labels_at(const LossBlock& block, std::int64_t column) {
  return load_as_float(block.labels + column);
}

// The index of the largest output, or of the first one if several are equal, as with argmax.
V winner_at(const LossBlock& block, std::int64_t column) {
  V largest = V::load_unaligned(block.z + column), winner(0.0f);
  for (std::int64_t o = 1; o < block.outputs; ++o) {
    const V z = V::load_unaligned(block.z + o * block.row + column);
    winner = select(z > largest, V(static_cast<float>(o)), winner);
    largest = max(z, largest);
  }
  return winner;
}

// Sums by lane, kept in registers until the end of the block.
struct Sums {
  V loss = V(0.0f), correct = V(0.0f), probe = V(0.0f);
  LossSums total() const { return {sum_of_lanes(loss), sum_of_lanes(correct), sum_of_lanes(probe)}; }
};

// Computes a sum of logarithms as logarithms of products, because a logarithm is the most expensive part of a loss.
// Takes the logarithm only when another factor could overflow.
class LogSum {
 public:
  /// Factors are at least 1 and at most `largest`.
  explicit LogSum(float largest) {
    int bits = 1;
    for (float power = 2.0f; power < largest; power *= 2.0f) ++bits;
    capacity_ = 120 / bits;  // of the 127 that a float's exponent has
  }
  /// `factor` is a product of `factors` factors.
  void add(const V& factor, int factors = 1) {
    if (count_ + factors > capacity_) flush();
    product_ = product_ * factor;
    count_ += factors;
  }
  V total() {
    flush();
    return sum_;
  }

 private:
  void flush() {
    sum_ = sum_ + log(product_);
    product_ = V(1.0f);
    count_ = 0;
  }
  V product_ = V(1.0f), sum_ = V(0.0f);
  int count_ = 0, capacity_ = 0;
};

V exp_of_non_positive(const V& x) {
  const auto power = scaled_exp(max_propagating_nan(min_exp_argument, x));
  return scaled(power.factor, power.n);
}

// Flattened, because calls of the exponential would spill all vectors to memory.
[[gnu::flatten]] LossSums cross_entropy(const LossBlock& block) {
  Sums sums;
  LogSum logs(static_cast<float>(block.outputs));
  const V scale(block.scale), zero(0.0f), one(1.0f);
  for (std::int64_t s = 0; s < block.columns; s += width) {
    const V present = presence(block, s), label = labels_at(block, s);
    const auto logit = [&](std::int64_t c) { return V::load_unaligned(block.z + c * block.row + s); };
    V largest = logit(0), own = select(label == zero, largest, zero);
    for (std::int64_t c = 1; c < block.outputs; ++c) {
      const V z = logit(c);
      own = select(label == V(static_cast<float>(c)), z, own);
      largest = max(z, largest);
    }
    sums.probe = sums.probe + present * (largest - own);
    V total = zero;
    for (std::int64_t c = 0; c < block.outputs; ++c) {
      const V e = exp_of_non_positive(logit(c) - largest);
      total = total + e;
      if (block.d != nullptr) e.store_unaligned(block.d + c * block.row + s);
    }
    if (block.d != nullptr) {
      const V factor = present * scale / total, subtracted = present * scale;
      for (std::int64_t c = 0; c < block.outputs; ++c) {
        float* d = block.d + c * block.row + s;
        const V target = select(label == V(static_cast<float>(c)), subtracted, zero);
        (V::load_unaligned(d) * factor - target).store_unaligned(d);
      }
    }
    if (!block.score) continue;
    logs.add(select(present > zero, total, one));
    sums.correct = sums.correct + select(winner_at(block, s) == label, present, zero);
  }
  sums.loss = sums.probe + logs.total();
  return sums.total();
}

// 1 / (1 + e) for 0 <= e <= 1, without a slow division. The cubic is the one whose product with 1 + e is closest to 1.
// It differs by a Chebyshev polynomial, T4(2 e - 1) / T4(3) <= 1 / 577. The step after it leaves the third power of
// that.
V reciprocal_of_1_plus(const V& e) {
  // tools/coefficients: reciprocal_of_1_plus
  const V estimate = (V(576.0f / 577) - V(544.0f / 577) * e) + e * e * (V(384.0f / 577) - V(128.0f / 577) * e);
  const V error = V(1.0f) - (V(1.0f) + e) * estimate;
  return estimate + estimate * (error + error * error);
}

// One logit per sample, which should be positive for label 1. Each step is computed for four vectors before the next
// one, because a single vector is a chain of dependent instructions for which the processor has to wait.
[[gnu::flatten]] LossSums bce(const LossBlock& block) {
  Sums sums;
  LogSum logs(2.0f);
  const V scale(block.scale), zero(0.0f), one(1.0f);
  const auto add = [&]<int n>(std::int64_t first, const auto& if_present) {
    V z[n], label[n], e[n], d[n], factor(1.0f);
    ACTLAB_UNROLL for (int v = 0; v < n; ++v) z[v] = V::load_unaligned(block.z + first + v * width);
    ACTLAB_UNROLL for (int v = 0; v < n; ++v) label[v] = labels_at(block, first + v * width);
    ACTLAB_UNROLL for (int v = 0; v < n; ++v) e[v] = exp_of_non_positive(negative_abs(z[v]));
    ACTLAB_UNROLL for (int v = 0; v < n; ++v) {
      sums.probe = sums.probe + if_present(max(z[v], zero) - z[v] * label[v]);
    }
    if (block.d != nullptr) {
      ACTLAB_UNROLL for (int v = 0; v < n; ++v) {
        const V numerator = select(z[v] >= zero, scale, scale * e[v]);
        d[v] = if_present(numerator * reciprocal_of_1_plus(e[v]) - scale * label[v]);
      }
      ACTLAB_UNROLL for (int v = 0; v < n; ++v) d[v].store_unaligned(block.d + first + v * width);
    }
    if (!block.score) return;
    ACTLAB_UNROLL for (int v = 0; v < n; ++v) {
      factor = factor * (one + if_present(e[v]));
      sums.correct = sums.correct + if_present(select((z[v] > zero) == (label[v] == one), one, zero));
    }
    logs.add(factor, n);
  };
  const auto as_it_is = [](const V& x) { return x; };
  constexpr int at_once = 4;
  std::int64_t s = 0;
  for (; s + at_once * width <= block.samples; s += at_once * width) add.template operator()<at_once>(s, as_it_is);
  for (; s + width <= block.samples; s += width) add.template operator()<1>(s, as_it_is);
  for (; s < block.columns; s += width) {
    add.template operator()<1>(s, [present = presence(block, s)](const V& x) { return present * x; });
  }
  sums.loss = sums.probe + logs.total();
  return sums.total();
}

// Targets of classes are one-hot vectors. The predicted class is the largest output.
[[gnu::flatten]] LossSums mse(const LossBlock& block) {
  Sums sums;
  const V scale(2 * block.scale), zero(0.0f);
  for (std::int64_t s = 0; s < block.columns; s += width) {
    const V present = presence(block, s);
    for (std::int64_t o = 0; o < block.outputs; ++o) {
      const V error =
          V::load_unaligned(block.z + o * block.row + s) - V::load_unaligned(block.values + o * block.value_row + s);
      if (block.d != nullptr) (present * scale * error).store_unaligned(block.d + o * block.row + s);
      sums.loss = sums.loss + present * error * error;
    }
    if (block.score && block.labels != nullptr) {
      sums.correct = sums.correct + select(winner_at(block, s) == labels_at(block, s), present, zero);
    }
  }
  sums.probe = sums.loss;
  return sums.total();
}

}  // namespace
}  // namespace actlab::fused
