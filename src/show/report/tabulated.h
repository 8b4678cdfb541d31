#pragma once

#include <string>

#include "show/report/run_data.h"

namespace actlab {

/// The values of `tabulate` as a table for a terminal: one line per input, one column per activation and derivative.
/// Empty for a run that trained models.
std::string tabulated_text(const RunData& run, bool bold_header);

}  // namespace actlab
