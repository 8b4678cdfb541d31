#pragma once

#include "torch/gradcheck/diagnose.h"

namespace actlab::detail {

/// Compares one random projection u^T J v of each block instead of its entries: two evaluations per input and one
/// backward per output, instead of one per element. Each block is a 1 x 1 matrix; `allowed` has the tolerances, with
/// the atol of all entries added up as in torch's fast mode.
struct Projection {
  Jacobian analytical, numerical, allowed;
};
Projection project(const Problem& problem, const std::vector<std::size_t>& outputs, const Tensors& values);

}  // namespace actlab::detail
