#pragma once

#include <filesystem>

#include "core/matrix.h"

namespace actlab {

/// Writes a state_dict that Python's `torch.load` reads. The file appears only once it is complete.
void write_state_dict(const std::filesystem::path& path, const NamedArrays& weights);

}  // namespace actlab
