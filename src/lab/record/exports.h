#pragma once

#include <filesystem>

#include "lab/record/run_record.h"
#include "lab/record/summary.h"

namespace actlab {

/// Writes config.yaml and provenance.json from the record, before the first trial. Throws std::runtime_error if a file
/// cannot be written.
void export_header(RunRecord& record, const std::filesystem::path& run_directory);

/// Writes trials.csv, curves.csv, health.csv (if there are layer statistics), confusion.csv (for classes with a
/// held-out sample), standardized.csv (if columns were standardized) and summary.json from the record, in the order of
/// the plan. The files do not depend on the number of threads, `jobs`. Returns the content of summary.json. Throws
/// std::runtime_error if a file cannot be written.
Summary export_results(RunRecord& record, const std::filesystem::path& run_directory, unsigned jobs = 1);

}  // namespace actlab
