#pragma once

#include <vector>

#include "lab/tabulate/tabulate.h"

namespace actlab {

/// Every activation of the config at every place, in float64: see TensorBackend::tabulate.
std::vector<TabulatedValue> tabulate(const TabulateConfig& config);

}  // namespace actlab
