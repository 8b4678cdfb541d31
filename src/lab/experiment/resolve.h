#pragma once

#include "lab/experiment/load.h"
#include "lab/tensor_backend.h"

namespace actlab {

/// Resolves the activations of the config and of every sweep point: see ActivationResolver. Call it before make_plan.
/// Throws UsageError with all problems, one per line. Creates nothing.
void resolve_activations(Experiment& experiment, const TensorBackend& backend);

}  // namespace actlab
