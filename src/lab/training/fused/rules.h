#pragma once

#include <cstdint>

#include "lab/training/config.h"
#include "lab/training/fused/update_rules.h"

namespace actlab::fused {

/// Converts an optimizer of the config to the kernels' representation.
UpdateRule rule_of(const OptimizerConfig& config);

/// Produces the step sizes of successive updates.
class Schedule {
 public:
  Schedule(const UpdateRule& rule, double decay) : rule_(rule), decay_(decay) {}
  Step next();

 private:
  UpdateRule rule_;
  double decay_;
  std::int64_t count_ = 0;
  double power1_ = 1, power2_ = 1;  // beta1^count, beta2^count
};

}  // namespace actlab::fused
