#pragma once

#include <memory>

#include "lab/training/engine.h"

namespace actlab {

/// torch modules, autograd and torch::optim: the reference, and the engine for every model that no other can train.
std::unique_ptr<Engine> make_eager_engine();

}  // namespace actlab
