#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "torch/gradcheck/problem.h"

namespace actlab::detail {

/// Which part of the Jacobian is computed: the components of each checked input, and of each output, in ascending
/// order.
struct Selection {
  std::vector<std::vector<std::int64_t>> rows, columns;
};

/// All components of the checked inputs and of `outputs`.
Selection all_components(const Problem& problem, const Tensors& outputs);

/// jacobian[i][o]: the derivative of output o with respect to checked input i, a float64 matrix of (selected components
/// of the input, selected components of the output).
using Jacobian = std::vector<Tensors>;

/// Changes single components of a tensor in place, whatever its strides, and restores them on destruction. Does not
/// increment the tensor's version counter, so autograd does not notice.
class Perturbation {
 public:
  explicit Perturbation(const torch::Tensor& tensor);
  ~Perturbation();
  Perturbation(const Perturbation&) = delete;
  Perturbation& operator=(const Perturbation&) = delete;

  /// Adds `step` to the original value of component c. Returns the step after rounding.
  double perturb(std::int64_t c, double step);
  void restore();

  /// Adds `steps`, a vector with one step per component. Returns the steps after rounding.
  torch::Tensor perturb_all(const torch::Tensor& steps);

 private:
  torch::Tensor memory_;  // shares the tensor's memory; real
  torch::Tensor original_;
};

/// The components of the given outputs, evaluated at the current inputs.
Tensors evaluate(const Problem& problem, const std::vector<std::size_t>& outputs);

/// Finite differences of step h with respect to component c of an input, one vector per output.
struct Differences {
  Tensors central, left, right;
  Tensors at_point;
};
Differences differences(const Problem& problem, std::size_t input, std::int64_t c,
                        const std::vector<std::size_t>& outputs, double h);

/// The checked inputs on which an output depends at this point.
std::vector<std::size_t> inputs_with_effect(const Problem& problem, const std::vector<std::size_t>& outputs);

/// The selected part of the Jacobian by central differences of step eps.
Jacobian numerical_jacobian(const Problem& problem, const std::vector<std::size_t>& outputs,
                            const Selection& selection);

/// The gradients of the checked inputs that backward returns for these grad_outputs; zeros if it returns none.
Tensors vector_jacobian_product(const Problem& problem, const Tensors& outputs, const Tensors& grad_outputs);

/// The gradients that backward gets for outputs that a loss does not use: torch passes undefined ones.
enum class OtherGradients { undefined, zeros };

/// The selected part of the Jacobian by one vector-Jacobian product per component of `outputs`, which come from one
/// evaluation.
Jacobian analytical_jacobian(const Problem& problem, const Tensors& outputs, const Selection& selection,
                             OtherGradients others = OtherGradients::undefined);

}  // namespace actlab::detail
