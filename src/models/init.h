#pragma once

#include <ATen/core/Generator.h>
#include <torch/types.h>

#include "models/config.h"

namespace actlab {

/// Fills a layer's weight [outputs, inputs] and bias [outputs] in place, weight first, from `generator`. The draws and
/// their bounds are those of torch/nn/init.py and of torch.nn.Linear, so that a generator seeded alike gives the same
/// numbers as Python.
void initialise(const InitConfig& config, const torch::Tensor& weight, const torch::Tensor& bias,
                const at::Generator& generator);

}  // namespace actlab
