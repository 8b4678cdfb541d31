#pragma once

#include <string>

#include "lab/record/summary.h"

namespace actlab {

/// Tables for a terminal: one line per model and sample, then one line per pair of models and sample. With `colours`,
/// headers are bold.
std::string to_text(const Summary& summary, bool colours);

}  // namespace actlab
