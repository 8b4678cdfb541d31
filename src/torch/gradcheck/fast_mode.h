#pragma once

#include "torch/gradcheck/diagnose.h"

namespace actlab::detail {

/// The comparison of one random projection of each block, u^T J v, in place of its entries: two evaluations an input
/// and one backward an output instead of one an element. Each block is a 1 x 1 matrix; `allowed` holds the tolerance of
/// each, every entry's atol added up as torch's fast mode does.
struct Projection {
  Jacobian analytical, numerical, allowed;
};
Projection project(const Problem& problem, const std::vector<std::size_t>& outputs, const Tensors& values);

}  // namespace actlab::detail
