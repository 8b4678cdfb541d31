#include "lab/training/fused/rules.h"

#include <cmath>

namespace actlab::fused {
namespace {

UpdateRule rule(const Sgd& sgd) {
  return {.kind = RuleKind::sgd,
          .lr = sgd.lr,
          .momentum = sgd.momentum,
          .nesterov = sgd.nesterov,
          .weight_decay = sgd.weight_decay};
}
UpdateRule rule(const Adam& adam) {
  return {.kind = RuleKind::adam,
          .lr = adam.lr,
          .beta1 = adam.beta1,
          .beta2 = adam.beta2,
          .eps = adam.eps,
          .weight_decay = adam.weight_decay};
}
UpdateRule rule(const AdamW& adamw) {
  return {.kind = RuleKind::adamw,
          .lr = adamw.lr,
          .beta1 = adamw.beta1,
          .beta2 = adamw.beta2,
          .eps = adamw.eps,
          .weight_decay = adamw.weight_decay};
}
UpdateRule rule(const RmsProp& rmsprop) {
  return {.kind = RuleKind::rmsprop,
          .lr = rmsprop.lr,
          .momentum = rmsprop.momentum,
          .alpha = rmsprop.alpha,
          .eps = rmsprop.eps,
          .weight_decay = rmsprop.weight_decay};
}
UpdateRule rule(const Adagrad& adagrad) {
  return {.kind = RuleKind::adagrad, .lr = adagrad.lr, .eps = adagrad.eps, .weight_decay = adagrad.weight_decay};
}

}  // namespace

UpdateRule rule_of(const OptimizerConfig& config) {
  return std::visit([](const auto& optimizer) { return rule(optimizer); }, config);
}

Step Schedule::next() {
  const double lr = rule_.lr / (1 + decay_ * static_cast<double>(count_));
  ++count_;
  power1_ *= rule_.beta1;
  power2_ *= rule_.beta2;
  return {.lr = lr, .count = count_, .correction1 = 1 - power1_, .correction2 = std::sqrt(1 - power2_)};
}

}  // namespace actlab::fused
