#pragma once

#include <string_view>

#include "lab/config/fields.h"

namespace actlab {

/// Duchi, Hazan and Singer 2011, JMLR 12; torch.optim.Adagrad.
struct Adagrad {
  static constexpr std::string_view kind = "adagrad";
  static constexpr std::string_view help = "gradients divided by the root of the sum of their squares";
  double lr = 0.01;
  double eps = 1e-10;
  double weight_decay = 0;
  void declare(Fields& fields);
};

}  // namespace actlab
