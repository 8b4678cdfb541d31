#pragma once

#include <string_view>

#include "lab/config/fields.h"

namespace actlab {

/// Kingma and Ba 2015, arXiv:1412.6980; torch.optim.Adam.
struct Adam {
  static constexpr std::string_view kind = "adam";
  static constexpr std::string_view help = "adaptive step size for each weight";
  double lr = 0.001;
  double beta1 = 0.9;
  double beta2 = 0.999;
  double eps = 1e-8;
  double weight_decay = 0;
  void declare(Fields& fields);
};

}  // namespace actlab
