#pragma once

#include <torch/autograd.h>

#include "torch/autograd/tensor_formula.h"

namespace actlab {

/// Saves a formula in the context of an autograd Function, which keeps it alive until backward.
inline void save_formula(torch::autograd::AutogradContext* context, const c10::intrusive_ptr<TensorFormula>& formula) {
  context->saved_data["formula"] = c10::IValue::make_capsule(formula);
}

/// The formula that `save_formula` saved.
inline const TensorFormula& saved_formula(torch::autograd::AutogradContext* context) {
  return static_cast<const TensorFormula&>(*context->saved_data["formula"].toCapsule());
}

}  // namespace actlab
