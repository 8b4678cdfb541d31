#pragma once

#include <filesystem>

#include "core/matrix.h"

namespace actlab {

/// Writes a state_dict for Python's `torch.load`, either completely or not at all. Throws std::runtime_error if the
/// file cannot be written.
void write_state_dict(const std::filesystem::path& path, const NamedArrays& weights);

}  // namespace actlab
