#pragma once

#include "app/cli/verbs.h"

namespace actlab {

// The verbs that need LibTorch; see DeclareVerb.

Action declare_gradcheck(CLI::App& app, const Program& program);
Action declare_activations(CLI::App& app, const Program& program);

}  // namespace actlab
