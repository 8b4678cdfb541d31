#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "lab/config/node.h"
#include "lab/tensor_backend.h"
#include "lab/training/engine.h"

namespace actlab {

using Engines = std::vector<std::unique_ptr<Engine>>;

/// All engines, the fastest first. The backend creates the eager engine.
Engines make_engines(const TensorBackend& backend);

/// The engine of that name, or for "auto" the first that supports the trial. Throws UsageError for an unknown name, and
/// with the reason if the engine does not support the trial. `place` is where the name was given.
const Engine& choose_engine(const Engines& engines, std::string_view name, const Trial& trial, const Location& place);

}  // namespace actlab
