#pragma once

#include <cstdint>
#include <optional>
#include <string>
#include <vector>

#include "lab/models/config.h"

namespace actlab {

/// Units from the inputs to the outputs.
std::vector<std::int64_t> widths(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

/// Why weights that the config gives by hand do not fit these inputs and outputs; nothing where they do or none are
/// given.
std::optional<std::string> shape_mismatch(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

/// Number of weights and biases, and of what activations learn.
std::int64_t parameter_count(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

/// "2-10-2 relu", for tables: the widths, then the activation, or all of them where they differ.
std::string describe(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

}  // namespace actlab
