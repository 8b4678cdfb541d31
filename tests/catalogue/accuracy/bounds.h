#pragma once

#include <optional>

#include "catalogue/activation.h"
#include "catalogue/exact/exact.h"

namespace actlab {

/// The error bound of an activation: that of its exact form, or 4 ULP if it is row-wise or needs no exact form because
/// float32 keeps its digits. Others have none.
std::optional<ErrorBound> bound_of(const Activation& activation);

}  // namespace actlab
