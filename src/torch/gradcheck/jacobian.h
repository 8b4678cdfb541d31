#pragma once

#include <cstddef>
#include <cstdint>
#include <vector>

#include "torch/gradcheck/problem.h"

namespace actlab::detail {

/// jacobian[i][o]: the derivative of the o-th output looked at by the i-th input checked, a float64 matrix of
/// (components of the input, components of the output).
using Jacobian = std::vector<Tensors>;

/// Moves single components of a tensor in place, whatever its strides, and puts back what was there at its end. The
/// tensor's version is not counted up: to autograd nothing has happened.
class Nudge {
 public:
  explicit Nudge(const torch::Tensor& tensor);
  ~Nudge();
  Nudge(const Nudge&) = delete;
  Nudge& operator=(const Nudge&) = delete;

  /// Adds `step` to the original value of component c. Returns the step taken, which rounding may have changed.
  double move(std::int64_t c, double step);
  void put_back();

  /// Adds `steps`, a vector of all components.
  void move_all(const torch::Tensor& steps);

 private:
  torch::Tensor memory_;  // shares the tensor's memory; real
  torch::Tensor original_;
};

/// The components of those outputs of the function, evaluated at the inputs as they are now.
Tensors evaluate(const Problem& problem, const std::vector<std::size_t>& outputs);

/// Derivatives by component c of an input by differences over the step h, one vector an output.
struct Differences {
  Tensors central, left, right;
  Tensors at_point;
};
Differences differences(const Problem& problem, std::size_t input, std::int64_t c,
                        const std::vector<std::size_t>& outputs, double h);

/// By central differences of step eps.
Jacobian numerical_jacobian(const Problem& problem, const std::vector<std::size_t>& outputs);

/// The gradients by the checked inputs that backward gives for these grad_outputs; zeros where it gives none.
Tensors vector_jacobian_product(const Problem& problem, const Tensors& outputs, const Tensors& grad_outputs);

/// By one vector-Jacobian product for each component of each of `outputs`, tensors of one evaluation.
Jacobian analytical_jacobian(const Problem& problem, const Tensors& outputs);

}  // namespace actlab::detail
