#pragma once

#include "torch/autograd/operator.h"

namespace actlab {

/// The kernel of an operator for vmap: one call for the whole batch.
class BatchingKernel final : public c10::OperatorKernel {
 public:
  explicit BatchingKernel(const Operator& of) : operator_(of) {}
  void operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet keys, torch::jit::Stack* stack) const;

 private:
  const Operator& operator_;
};

/// The same for an operator that draws random factors of its input, by vmap's argument `randomness`.
class RandomBatchingKernel final : public c10::OperatorKernel {
 public:
  explicit RandomBatchingKernel(const Operator& of) : operator_(of) {}
  void operator()(const c10::OperatorHandle& handle, c10::DispatchKeySet keys, torch::jit::Stack* stack) const;

 private:
  const Operator& operator_;
};

}  // namespace actlab
