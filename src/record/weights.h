#pragma once

#include <torch/types.h>

#include <filesystem>
#include <string>
#include <utility>
#include <vector>

namespace actlab {

/// A model's parameters by name, in the order of the model.
using NamedTensors = std::vector<std::pair<std::string, torch::Tensor>>;

/// Writes a state_dict that Python's `torch.load` reads, whole or not at all.
void write_state_dict(const std::filesystem::path& path, const NamedTensors& weights);

}  // namespace actlab
