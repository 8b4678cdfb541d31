#pragma once

#include <span>
#include <string>
#include <vector>

#include "lab/record/run_record.h"
#include "lab/record/summary.h"

namespace actlab {

/// One line about a look at a run with a stopping rule, for the log: "after 60 seeds: the widest interval is 1.32
/// points (B − A), asked 0.5", and what was dropped.
std::string look_text(const RunHeader& header, const StoppingRecord& stopping, std::span<const DropRecord> dropped);

/// Why the run stopped, as sentences: "stopped after 203 seeds: the widest 95 % interval is 0.48 points (asked 0.5)",
/// what a race dropped, when and why (with many, the last ones), and what this means for the tables. Empty for a run
/// with a fixed number of seeds.
std::vector<std::string> stopping_notes(const Summary& summary);

/// The same as lines of text. Empty for a run with a fixed number of seeds.
std::string stopping_text(const Summary& summary);

}  // namespace actlab
