#pragma once

#include <optional>
#include <vector>

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/jacobian.h"

namespace actlab::detail {

/// Both Jacobians of a problem, and the outputs of the function that they belong to.
struct Comparison {
  const Problem& problem;
  std::vector<std::size_t> outputs;  ///< indices among all outputs of the function
  Tensors values;                    ///< those outputs
  Selection selection;               ///< the compared part of the Jacobian
  Jacobian analytical;
  Jacobian numerical;
};

/// atol + rtol * |numerical| for a block; and a bool tensor of the entries that are out of tolerance (NaN always is).
torch::Tensor tolerance(const torch::Tensor& numerical, const GradcheckOptions& options);
torch::Tensor out_of_tolerance(const torch::Tensor& analytical, const torch::Tensor& numerical,
                               const GradcheckOptions& options);

/// The entry with the largest error relative to its tolerance; nullopt if there are no entries. If given, `among` has a
/// bool tensor per block that restricts the search.
std::optional<JacobianEntry> worst_entry(const Comparison& comparison, const Jacobian* among = nullptr);

/// Explains why the Jacobians differ. At least one entry must be out of tolerance.
Finding diagnose(const Comparison& comparison);

}  // namespace actlab::detail
