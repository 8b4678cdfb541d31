#pragma once

#include <string>

#include "show/report/run_data.h"

namespace actlab {

/// What `tabulate` made, for a terminal: a line a place, a column an activation and derivative. Empty where the run is
/// not of that kind.
std::string tabulated_text(const RunData& run, bool bold_header);

}  // namespace actlab
