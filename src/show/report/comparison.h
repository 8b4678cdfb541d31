#pragma once

#include <map>
#include <string>
#include <vector>

#include "show/report/run_data.h"

namespace actlab {

/// Several runs as one: each model is named after its run as well, and compared with all others, by seed. Where the
/// runs sweep different values, a model at a sweep point becomes a model. Throws UsageError where runs of classes and
/// of regression meet.
RunData merge_runs(std::vector<RunData> runs);

/// The dotted keys of a resolved config (YAML in blocks, as a record keeps it) with their values as text.
std::map<std::string, std::string> flat_config(const std::string& yaml);

}  // namespace actlab
