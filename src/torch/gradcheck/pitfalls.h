#pragma once

#include "actlab/battery.h"
#include "torch/gradcheck/problem.h"

/// Checks that only the battery makes. Each returns nullopt if the function passes.
namespace actlab::detail {

/// Inputs of this layout give the same values as contiguous inputs, and pass gradcheck.
std::optional<Finding> check_input_layout(const Problem& contiguous, const Tensors& strided);

/// gradcheck passes if each input is expanded: from one element, or else along one dimension. Contiguous inputs with
/// the same values are checked first, because the function may be singular where elements are equal (the inverse of a
/// matrix, an eigenvalue). Sets `refused` to what it finds there if none of these inputs passes.
std::optional<Finding> check_expanded_inputs(const Problem& problem, std::string& refused);

/// Values and gradients in `dtype` agree with float64 at the same inputs within 64 epsilons of dtype, relative to the
/// largest, and 64 times what one epsilon in the inputs changes; outputs have at least that precision. Sets `refused`
/// to the message of an exception that the function throws in `dtype` or in float64, or if outputs have a higher
/// precision, which can be meant.
std::optional<Finding> check_dtype(const Problem& problem, torch::ScalarType dtype, std::string& refused);

/// If inputs and grad_outputs have the precision of float64, the gradients have it too.
std::optional<Finding> check_precision(const Problem& problem);

/// If an input or output is modified in place after the forward, backward throws or does not depend on it.
std::optional<Finding> check_version_counters(const Problem& problem);

/// Outputs are freed with their last user, and forward and backward do not leak memory.
std::optional<Finding> check_leak(const Problem& problem);

}  // namespace actlab::detail
