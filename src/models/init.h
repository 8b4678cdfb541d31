#pragma once

#include <ATen/core/Generator.h>
#include <torch/types.h>

#include <cstddef>

#include "models/config.h"

namespace actlab {

/// Fills the weight [outputs, inputs] and bias [outputs] of layer `layer` (0 is the first) in place, weight first, from
/// `generator`. The draws and
/// their bounds are those of torch/nn/init.py and of torch.nn.Linear, so that a generator seeded alike gives the same
/// numbers as Python.
void initialise(const InitConfig& config, std::size_t layer, const torch::Tensor& weight, const torch::Tensor& bias,
                const at::Generator& generator);

}  // namespace actlab
