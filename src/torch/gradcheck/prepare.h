#pragma once

#include <optional>
#include <vector>

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/problem.h"

namespace actlab::detail {

/// A function and inputs whose elements can be varied one by one.
struct Prepared {
  TensorFunction fn;
  Tensors inputs;
  std::optional<Finding> failure;  ///< why these inputs cannot be checked
  std::vector<Finding> warnings;
};

/// Makes what the checker can vary of any inputs:
/// - A sparse or mkldnn input becomes a dense one, which the function gets converted back (`options.masked`: the
///   specified elements of a sparse one). Outputs are converted to dense ones.
/// - Of several inputs that share memory, all but the first become copies; a tensor given twice stays one variable.
/// - An input that is not checked and that the function writes into is reset before each call.
Prepared prepare(const TensorFunction& fn, const Tensors& inputs, const GradcheckOptions& options);

}  // namespace actlab::detail
