#pragma once

#include <torch/optim/optimizer.h>
#include <torch/types.h>

#include <memory>
#include <vector>

#include "lab/training/optimizers.h"

namespace actlab {

/// The optimizer of torch::optim with these settings, for these parameters.
std::unique_ptr<torch::optim::Optimizer> make_optimizer(const OptimizerConfig& config,
                                                        std::vector<torch::Tensor> parameters);

}  // namespace actlab
