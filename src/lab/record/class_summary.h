#pragma once

#include "lab/record/summary.h"

namespace actlab {

/// Sets Summary::baselines, and the index of each model's. Models share one if their baselines are equal on the seeds
/// that they have in common: they were trained with the same data.
void add_baselines(Summary& summary, const TrialGroups& groups);

/// Sets ModelSummary::confusion, and the balanced accuracies of models and baselines whose classes are unequal. Call
/// add_baselines before: whether classes are unequal is decided for all models of a baseline together.
void add_confusions(Summary& summary, const TrialGroups& groups);

}  // namespace actlab
