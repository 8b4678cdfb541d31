#pragma once

#include <memory>
#include <string_view>
#include <vector>

#include "lab/tensor_backend.h"
#include "lab/training/engine.h"

namespace actlab {

using Engines = std::vector<std::unique_ptr<Engine>>;

/// Every engine, the fastest first. The backend makes the eager one.
Engines make_engines(const TensorBackend& backend);

/// The engine named `wanted`, or for "auto" the first that can train the trial. Throws UsageError with the engine's
/// reason where it cannot.
const Engine& choose_engine(const Engines& engines, std::string_view wanted, const Trial& trial);

}  // namespace actlab
