#pragma once

#include <string_view>

#include "lab/config/fields.h"

namespace actlab {

/// v = momentum * v + g;  w -= lr * v (with nesterov: lr * (g + momentum * v)). torch.optim.SGD.
struct Sgd {
  static constexpr std::string_view kind = "sgd";
  static constexpr std::string_view help = "gradient descent, optionally with momentum";
  double lr = 0.01;
  double momentum = 0;
  bool nesterov = false;
  double weight_decay = 0;
  void declare(Fields& fields);
  /// Throws UsageError for nesterov without momentum.
  void check() const;
};

}  // namespace actlab
