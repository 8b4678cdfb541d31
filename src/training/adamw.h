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

/// Loshchilov and Hutter 2019, arXiv:1711.05101; torch.optim.AdamW.
struct AdamW {
  static constexpr std::string_view kind = "adamw";
  static constexpr std::string_view help = "Adam with weight decay apart from the gradient";
  double lr = 0.001;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  double weight_decay = 0.01;
  void declare(Fields& fields);
  std::unique_ptr<torch::optim::Optimizer> make(std::vector<torch::Tensor> parameters) const;
};

}  // namespace actlab
