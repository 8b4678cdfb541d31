#pragma once

#include <torch/types.h>

#include <memory>
#include <string_view>
#include <vector>

#include "config/fields.h"

namespace torch::optim {
class Optimizer;
}

namespace actlab {

/// v = momentum * v + g;  w -= lr * v (with nesterov: lr * (g + momentum * v)). torch.optim.SGD.
struct Sgd {
  static constexpr std::string_view kind = "sgd";
  static constexpr std::string_view help = "gradient descent, with momentum where asked";
  double lr = 0.01;
  double momentum = 0;
  bool nesterov = false;
  double weight_decay = 0;
  void declare(Fields& fields);
  /// Throws UsageError for nesterov without momentum.
  std::unique_ptr<torch::optim::Optimizer> make(std::vector<torch::Tensor> parameters) const;
};

}  // namespace actlab
