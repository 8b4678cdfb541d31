#pragma once

#include <string_view>

#include "lab/config/fields.h"

namespace actlab {

/// Tieleman and Hinton 2012, lecture 6.5 of "Neural Networks for Machine Learning"; torch.optim.RMSprop.
struct RmsProp {
  static constexpr std::string_view kind = "rmsprop";
  static constexpr std::string_view help = "gradients divided by their running root mean square";
  double lr = 0.01;
  double alpha = 0.99;
  double eps = 1e-8;
  double momentum = 0;
  double weight_decay = 0;
  void declare(Fields& fields);
};

}  // namespace actlab
