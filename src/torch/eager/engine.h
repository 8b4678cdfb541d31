#pragma once

#include <memory>

#include "lab/training/engine.h"

namespace actlab {

/// The engine that uses torch modules, autograd and torch::optim. Supports every model, and is the reference for tests
/// of the other engine.
std::unique_ptr<Engine> make_eager_engine();

}  // namespace actlab
