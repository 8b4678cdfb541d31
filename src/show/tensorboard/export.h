#pragma once

#include <filesystem>

#include "lab/record/run_record.h"

namespace actlab {

/// Writes tensorboard/<model>-<seed>/ for each trial of the record, for `tensorboard --logdir`: loss and accuracy by
/// epoch and, from snapshots, histograms of weights and preactivations and images of the class probabilities. Replaces
/// existing files. Throws std::runtime_error if a file cannot be written.
void export_tensorboard(RunRecord& record, const std::filesystem::path& run_directory);

}  // namespace actlab
