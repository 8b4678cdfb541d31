#pragma once

#include <filesystem>

#include "lab/record/run_record.h"

namespace actlab {

/// tensorboard/<model>-<seed>/, for `tensorboard --logdir`: a trial's losses and accuracies by epoch, and where
/// snapshots were taken of it the histograms of its weights and of what its hidden layers see, and pictures of the
/// plane of its classes. All of it from the record, in the order of the plan; what was there before is replaced.
void export_tensorboard(RunRecord& record, const std::filesystem::path& run_directory);

}  // namespace actlab
