#pragma once

#include <filesystem>

#include "core/matrix.h"

namespace actlab {

/// Writes a state_dict that Python's `torch.load` reads, whole or not at all. It takes LibTorch's own writer: see
/// eager/state_dict.cpp.
void write_state_dict(const std::filesystem::path& path, const NamedArrays& weights);

}  // namespace actlab
