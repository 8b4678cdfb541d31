#pragma once

#include <cstdint>

/// The update formulas of torch.optim's optimizers for one weight, over a value type V. Kernel sources include this
/// file, so it includes no other header of ours.
namespace actlab::fused {

/// Values that change from step to step.
struct Step {
  double lr;           ///< learning rate of this step
  std::int64_t count;  ///< number of this step, from 1
  double correction1;  ///< Adam's 1 - beta1^count
  double correction2;  ///< sqrt(1 - beta2^count)
};

enum class RuleKind { sgd, adam, adamw, rmsprop, adagrad };

/// An optimizer's settings, in double as in torch, because 1 - beta2 loses half its digits in float. Settings that an
/// optimizer does not have are 0.
struct UpdateRule {
  RuleKind kind;
  double lr;
  double momentum = 0;
  bool nesterov = false;
  double beta1 = 0, beta2 = 0;
  double alpha = 0;
  double eps = 0;
  double weight_decay = 0;
};

/// torch.optim.SGD; `first` is the momentum buffer, which is initialised with the first gradient.
struct SgdRule {
  template <class V> static void move(const UpdateRule& rule, const Step& step, V& w, V g, V& first, V&) {
    g = g + V(rule.weight_decay) * w;
    if (rule.momentum != 0) {
      first = step.count == 1 ? g : V(rule.momentum) * first + g;
      g = rule.nesterov ? g + V(rule.momentum) * first : first;
    }
    w = w - V(step.lr) * g;
  }
};

/// torch.optim.Adam: Kingma and Ba 2015, arXiv:1412.6980.
struct AdamRule {
  template <class V> static void move(const UpdateRule& rule, const Step& step, V& w, V g, V& first, V& second) {
    g = g + V(rule.weight_decay) * w;
    first = V(rule.beta1) * first + V(1 - rule.beta1) * g;
    second = V(rule.beta2) * second + V(1 - rule.beta2) * g * g;
    w = w - V(step.lr / step.correction1) * first / (sqrt(second) / V(step.correction2) + V(rule.eps));
  }
};

/// torch.optim.AdamW: Loshchilov and Hutter 2019, arXiv:1711.05101; the decay does not enter the running means.
struct AdamWRule {
  template <class V> static void move(const UpdateRule& rule, const Step& step, V& w, V g, V& first, V& second) {
    UpdateRule undecayed = rule;
    undecayed.weight_decay = 0;
    w = w * V(1 - step.lr * rule.weight_decay);
    AdamRule::move(undecayed, step, w, g, first, second);
  }
};

/// torch.optim.RMSprop, not centred; `first` is the momentum buffer, `second` the mean square.
struct RmsPropRule {
  template <class V> static void move(const UpdateRule& rule, const Step& step, V& w, V g, V& first, V& second) {
    g = g + V(rule.weight_decay) * w;
    second = V(rule.alpha) * second + V(1 - rule.alpha) * g * g;
    V change = g / (sqrt(second) + V(rule.eps));
    if (rule.momentum != 0) {
      first = V(rule.momentum) * first + change;
      change = first;
    }
    w = w - V(step.lr) * change;
  }
};

/// torch.optim.Adagrad; `second` is the sum of squares.
struct AdagradRule {
  template <class V> static void move(const UpdateRule& rule, const Step& step, V& w, V g, V&, V& second) {
    g = g + V(rule.weight_decay) * w;
    second = second + g * g;
    w = w - V(step.lr) * g / (sqrt(second) + V(rule.eps));
  }
};

}  // namespace actlab::fused
