#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lab/models/config.h"

namespace actlab {

/// Number of units of each layer, from the inputs (`features`) to the outputs.
std::vector<std::int64_t> widths(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

/// Why explicit weights of the config do not fit these numbers of inputs and outputs. Nothing if they fit or the config
/// has none.
std::optional<std::string> shape_mismatch(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

/// Number of weights, biases and learned parameters of activations.
std::int64_t parameter_count(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

/// "2-10-2 relu", for tables: the widths, then the activation, or a list of all activations.
std::string describe(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

}  // namespace actlab
