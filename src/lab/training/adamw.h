#pragma once

#include <string_view>

#include "lab/config/fields.h"

namespace actlab {

/// Loshchilov and Hutter 2019, arXiv:1711.05101; torch.optim.AdamW.
struct AdamW {
  static constexpr std::string_view kind = "adamw";
  static constexpr std::string_view help = "Adam with weight decay separate from the gradient";
  double lr = 0.001;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  double weight_decay = 0.01;
  void declare(Fields& fields);
};

}  // namespace actlab
