#pragma once

#include <cstdint>

#include "core/matrix.h"
#include "lab/models/config.h"

namespace actlab {

/// Initial parameters of a model. They are named as in torch.nn.Sequential(Linear, activation, Linear, …): "0.weight"
/// [outputs, inputs], "0.bias", "2.weight", …, and "1.weight" if the activation has a learned parameter. So Python can
/// load the state_dict. Random numbers come from torch's generator with this seed, layer by layer, weight before bias,
/// and are scaled as in torch/nn/init.py and torch.nn.Linear. So Python draws the same weights. Throws UsageError if a
/// list of activations does not have one for each hidden layer, or if explicit weights do not fit.
NamedArrays initial_parameters(const ModelConfig& config, std::int64_t features, std::int64_t outputs,
                               std::uint32_t seed);

}  // namespace actlab
