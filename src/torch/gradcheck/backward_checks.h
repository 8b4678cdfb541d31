#pragma once

#include <optional>

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/problem.h"

/// Requirements on backward other than correct values. Each check returns nullopt if it passes.
namespace actlab::detail {

/// The forward does not modify its inputs. Restores them if it does.
std::optional<Finding> check_inputs_unchanged(const Problem& problem);

/// The forward gives the same result twice.
std::optional<Finding> check_determinism(const Problem& problem);

/// Backward runs, and returns zeros for a grad_output of zeros.
std::optional<Finding> check_zero_gradient(const Problem& problem);

/// Backward gives the same result twice: through another graph, through the same graph, and after other calls of the
/// function. It does not modify grad_output.
std::optional<Finding> check_repeated_backward(const Problem& problem);

/// backward(a + b) = backward(a) + backward(b).
std::optional<Finding> check_linearity(const Problem& problem);

/// The strides of grad_output (transposed, every second element, expanded) do not change the result.
std::optional<Finding> check_gradient_layouts(const Problem& problem);

/// An undefined grad_output is treated as zeros: for all outputs, and for each of several outputs in turn.
std::optional<Finding> check_undefined_gradients(const Problem& problem);

/// The last node of the graph returns gradients with the dtypes of its inputs. (Autograd converts other dtypes later,
/// at the cost of a pass over the data.)
std::optional<Finding> check_gradient_dtypes(const Problem& problem);

/// Runs the checks of backward above, in this order, according to the options.
std::vector<Finding> check_backward(const Problem& problem);

}  // namespace actlab::detail
