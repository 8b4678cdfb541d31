#pragma once

#include <string>

#include "lab/record/summary.h"

namespace actlab {

/// The result as a terminal shows it: a line a model and sample, then a line a pair of models. With colours, headers
/// are bold.
std::string to_text(const Summary& summary, bool colours);

}  // namespace actlab
