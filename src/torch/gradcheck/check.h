#pragma once

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/problem.h"

namespace actlab::detail {

/// The whole check of one function at one point. An exception thrown by `fn` is reported as a finding.
GradcheckReport check(const Problem& problem);

}  // namespace actlab::detail
