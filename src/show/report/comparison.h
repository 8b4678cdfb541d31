#pragma once

#include <map>
#include <string>
#include <vector>

#include "show/report/run_data.h"

namespace actlab {

/// Merges runs into one. Model names include the run, and all models are compared by seed, unless the runs have other
/// data or another loss: then only models of one run are compared. If the runs have different
/// sweeps, each model at each sweep point becomes a model. Runs with different methods for intervals get BCa intervals.
/// Throws UsageError if classification and regression are mixed.
RunData merge_runs(std::vector<RunData> runs);

/// The values of a resolved config (block-style YAML, as in the record) by dotted key, as text.
std::map<std::string, std::string> flat_config(const std::string& yaml);

}  // namespace actlab
