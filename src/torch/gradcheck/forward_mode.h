#pragma once

#include <optional>

#include "actlab/gradcheck_report.h"
#include "torch/gradcheck/jacobian.h"

/// Forward-mode automatic differentiation: Jacobian-vector products by dual numbers.
namespace actlab::detail {

/// While it lives, dual tensors can be made. Only one can exist at a time.
class DualLevel {
 public:
  DualLevel();
  ~DualLevel();
  DualLevel(const DualLevel&) = delete;
  DualLevel& operator=(const DualLevel&) = delete;

  std::int64_t level() const { return static_cast<std::int64_t>(level_); }

 private:
  std::uint64_t level_;
};

/// The tangents of the outputs at these indices, of their shape; zeros where an output has none. tangents: for each
/// checked input, of its shape; an undefined one makes that input an ordinary tensor.
Tensors jacobian_vector_product(const Problem& problem, const std::vector<std::size_t>& outputs,
                                const Tensors& tangents);

/// The Jacobian by forward mode agrees with central differences, as the options say; and an input without a tangent is
/// treated as one whose tangent is zero.
std::optional<Finding> check_forward_mode(const Problem& problem, const std::vector<std::size_t>& outputs,
                                          const Tensors& values);

}  // namespace actlab::detail
