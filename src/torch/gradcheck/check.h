#pragma once

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/problem.h"

namespace actlab::detail {

/// The whole check of one function at one point. Does not throw what `fn` throws: that is a finding.
GradcheckReport check(const Problem& problem);

}  // namespace actlab::detail
