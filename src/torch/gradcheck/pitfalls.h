#pragma once

#include "actlab/battery.h"
#include "torch/gradcheck/problem.h"

/// The battery's own pitfalls, those that gradcheck does not look for. Each returns nothing where the function passes.
namespace actlab::detail {

/// The values at inputs of this layout are those at contiguous inputs, and gradcheck passes on them.
std::optional<Finding> check_input_layout(const Problem& contiguous, const Tensors& strided);

/// gradcheck passes where the function is handed each input expanded from one element.
std::optional<Finding> check_expanded_inputs(const Problem& problem);

/// Values and gradients in `dtype` are those of float64 at the same inputs, to within 64 of dtype's epsilons of the
/// largest; they have that dtype. Sets `refused` to what the function throws on such inputs.
std::optional<Finding> check_dtype(const Problem& problem, torch::ScalarType dtype, std::string& refused);

/// Where inputs and gradients have the digits of float64, what backward gives has them too.
std::optional<Finding> check_digits(const Problem& problem);

/// Where an input or output is modified in place after the forward, backward throws, or needs neither.
std::optional<Finding> check_version_counters(const Problem& problem);

/// The outputs are freed with their last user, and forward and backward leave no more memory behind than they found.
std::optional<Finding> check_leak(const Problem& problem);

}  // namespace actlab::detail
