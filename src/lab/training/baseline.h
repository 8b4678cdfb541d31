#pragma once

#include "lab/data/dataset.h"
#include "lab/record/trial_record.h"

namespace actlab {

/// Scores the prediction that ignores the features: see Baseline. Chosen on the training sample, scored on both.
Baseline baseline_of(const Dataset& data);

}  // namespace actlab
