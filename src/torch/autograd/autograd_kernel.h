#pragma once

#include "torch/autograd/operator.h"

namespace actlab {

/// The kernel of an operator for autograd: calls the kernel below autograd, records a node of the graph if an input
/// requires a gradient, and computes the tangent of the result if an input has one (forward mode).
class AutogradKernel final : public c10::OperatorKernel {
 public:
  explicit AutogradKernel(const Operator& of) : operator_(of) {}
  void operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet keys, torch::jit::Stack* stack) const;

 private:
  const Operator& operator_;
};

}  // namespace actlab
