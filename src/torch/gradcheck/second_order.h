#pragma once

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/problem.h"

namespace actlab::detail {

/// Checks the function (inputs, grad_outputs) -> gradients of the inputs. both: `input_count` inputs of `fn`, and one
/// grad_output for each of its differentiable outputs. If the check fails, checks the first derivative too, to tell
/// which of the two is wrong.
GradcheckReport check_second_order(const TensorFunction& fn, std::size_t input_count, const Tensors& both,
                                   const GradcheckOptions& options);

}  // namespace actlab::detail
