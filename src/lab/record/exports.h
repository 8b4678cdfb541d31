#pragma once

#include <filesystem>

#include "lab/record/run_record.h"
#include "lab/record/summary.h"

namespace actlab {

/// What people and other programs read, made from the record alone: config.yaml and provenance.json. Written before the
/// first trial.
void export_header(RunRecord& record, const std::filesystem::path& run_directory);

/// trials.csv, curves.csv, health.csv (where layers were measured) and summary.json, of the trials that are there, in
/// the order of the plan; on `jobs` threads, whose number changes nothing in them. Returns what summary.json says.
Summary export_results(RunRecord& record, const std::filesystem::path& run_directory, unsigned jobs = 1);

}  // namespace actlab
