#pragma once

#include <optional>
#include <vector>

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/jacobian.h"

namespace actlab::detail {

/// Both Jacobians of a problem, and which of the function's outputs they are of.
struct Comparison {
  const Problem& problem;
  std::vector<std::size_t> outputs;  ///< indices among all outputs of the function
  Tensors values;                    ///< those outputs
  Jacobian analytical;
  Jacobian numerical;
};

/// atol + rtol * |numerical| for a block, and a bool tensor of the entries that are out of it (NaN always is).
torch::Tensor tolerance(const torch::Tensor& numerical, const GradcheckOptions& options);
torch::Tensor out_of_tolerance(const torch::Tensor& analytical, const torch::Tensor& numerical,
                               const GradcheckOptions& options);

/// The entry whose error is largest beside its tolerance; nothing where there are no entries. `among` holds a bool
/// tensor a block and restricts the search where it is given.
std::optional<JacobianEntry> worst_entry(const Comparison& comparison, const Jacobian* among = nullptr);

/// Why the Jacobians differ, for a comparison in which at least one entry is out of tolerance.
Finding diagnose(const Comparison& comparison);

}  // namespace actlab::detail
