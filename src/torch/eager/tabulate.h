#pragma once

#include <vector>

#include "lab/tabulate/tabulate.h"

namespace actlab {

/// See TensorBackend::tabulate.
std::vector<TabulatedValue> tabulate(const TabulateConfig& config);

}  // namespace actlab
