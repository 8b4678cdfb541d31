#pragma once

#include <optional>

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/problem.h"

/// What backward must stand besides computing the right numbers. Each function returns nothing where it does.
namespace actlab::detail {

/// The forward leaves the inputs as they are. Puts back what it changed.
std::optional<Finding> check_inputs_unchanged(const Problem& problem);

/// The forward gives the same twice.
std::optional<Finding> check_determinism(const Problem& problem);

/// Backward runs at all, and gives zero for a grad_output of zeros.
std::optional<Finding> check_zero_gradient(const Problem& problem);

/// Backward gives the same twice: through another graph, through the same graph, and after other calls of the function.
/// It leaves grad_output as it is.
std::optional<Finding> check_repeated_backward(const Problem& problem);

/// backward(a + b) = backward(a) + backward(b).
std::optional<Finding> check_linearity(const Problem& problem);

/// The strides of grad_output make no difference: transposed, every second element of a larger tensor, expanded.
std::optional<Finding> check_gradient_layouts(const Problem& problem);

/// An undefined grad_output means zeros: alone, and each of several outputs in turn.
std::optional<Finding> check_undefined_gradients(const Problem& problem);

/// The last node of the graph returns gradients of the dtypes its inputs have. (What autograd hands on further has been
/// converted already, at the cost of a pass over the data.)
std::optional<Finding> check_gradient_dtypes(const Problem& problem);

/// Those of backward, in that order, as far as the options ask for them.
std::vector<Finding> check_backward(const Problem& problem);

}  // namespace actlab::detail
