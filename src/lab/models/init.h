#pragma once

#include <cstdint>

#include "core/matrix.h"
#include "lab/models/config.h"

namespace actlab {

/// The parameters of a model as they start, named as in torch.nn.Sequential(Linear, activation, Linear, …): "0.weight"
/// [outputs, inputs], "0.bias", "2.weight" …, and "1.weight" where the activation learns one, so that a state_dict of
/// ours loads into one of Python's. They are drawn layer by layer, the weight before the bias, from torch's generator
/// seeded with `seed`; the draws and their bounds are those of torch/nn/init.py and of torch.nn.Linear, so that Python
/// draws the same. Throws UsageError where a list of activations does not have one for each hidden layer, or weights
/// given by hand do not fit.
NamedArrays initial_parameters(const ModelConfig& config, std::int64_t features, std::int64_t outputs,
                               std::uint32_t seed);

}  // namespace actlab
