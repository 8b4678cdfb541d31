#pragma once

#include "lab/experiment/load.h"
#include "lab/tensor_backend.h"

namespace actlab {

/// Makes the scripts and plug-ins of the config and of every sweep point, and checks what only tensors can check. To be
/// called before make_plan. Throws UsageError with every problem, one a line; creates nothing.
void resolve_activations(Experiment& experiment, const TensorBackend& backend);

}  // namespace actlab
