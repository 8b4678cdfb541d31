#pragma once

#include "catalogue/primitives/special.h"
#include "catalogue/spec.h"

namespace actlab::definitions {

struct Logsigmoid {
  static constexpr Spec spec{
      .name = "logsigmoid",
      .aliases = {"log_sigmoid"},
      .formula = "log(1 / (1 + exp(-x))) = min(x, 0) - log1p(exp(-|x|))",
      .derivative = "1 / (1 + exp(x))",
      .range = "(-inf, 0)",
      .source = "torch.nn.functional.logsigmoid",
  };

  template <class V> V definition(V x) const { return -softplus(-x); }
  template <class T> T reference(const T& x) const { return log_sigmoid(x); }
};

}  // namespace actlab::definitions
