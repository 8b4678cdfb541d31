#include "activations/autograd.h"

#include <torch/autograd.h>

#include "activations/kernel_table.h"
#include "simd/map.h"

namespace actlab {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

// The formula goes from forward to backward in the context, which thus keeps it alive.
template <class Formula>
void keep(AutogradContext* context, const c10::intrusive_ptr<Formula>& formula) {
  context->saved_data["formula"] = c10::IValue::make_capsule(formula);
}
template <class Formula>
const Formula& kept(AutogradContext* context) {
  return static_cast<const Formula&>(*context->saved_data["formula"].toCapsule());
}

// Half-precision tensors are computed in float32, others as they are.
torch::Tensor to_compute_type(const torch::Tensor& x) {
  const auto type = x.scalar_type();
  return type == torch::kHalf || type == torch::kBFloat16 ? x.to(torch::kFloat) : x;
}

torch::Tensor evaluate(const ElementwiseFormula& formula, const torch::Tensor& x) {
  const CompiledActivation compiled = formula.compiled();
  if (x.is_cpu()) return map(compiled.kernels->forward, compiled.formula, x);
  return formula.f(TensorValue(to_compute_type(x))).tensor().to(x.scalar_type());
}

torch::Tensor gradient(const ElementwiseFormula& formula, const torch::Tensor& saved, const torch::Tensor& grad_y) {
  const CompiledActivation compiled = formula.compiled();
  if (saved.is_cpu() && !torch::GradMode::is_enabled())
    return map(compiled.kernels->backward, compiled.formula, saved, grad_y);
  const TensorValue derivative = formula.df(TensorValue(to_compute_type(saved)));
  return (to_compute_type(grad_y) * derivative.tensor()).to(grad_y.scalar_type());
}

class ElementwiseFunction : public torch::autograd::Function<ElementwiseFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x,
                               const c10::intrusive_ptr<ElementwiseFormula>& formula) {
    const torch::Tensor y = evaluate(*formula, x);
    context->save_for_backward({formula->spec().saved == Saved::output ? y : x});
    context->set_materialize_grads(false);
    keep(context, formula);
    return y;
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
    const torch::Tensor& grad_y = grad_outputs[0];
    if (!grad_y.defined()) return {torch::Tensor(), torch::Tensor()};
    const torch::Tensor saved = context->get_saved_variables()[0];
    return {gradient(kept<ElementwiseFormula>(context), saved, grad_y), torch::Tensor()};
  }
};

class RowwiseFunction : public torch::autograd::Function<RowwiseFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x,
                               const c10::intrusive_ptr<RowwiseFormula>& formula) {
    const torch::Tensor y = x.numel() == 0 ? x.clone() : formula->f(to_compute_type(x)).to(x.scalar_type());
    context->save_for_backward({y});
    context->set_materialize_grads(false);
    keep(context, formula);
    return y;
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
    const torch::Tensor& grad_y = grad_outputs[0];
    if (!grad_y.defined()) return {torch::Tensor(), torch::Tensor()};
    const torch::Tensor y = context->get_saved_variables()[0];
    const torch::Tensor grad_x = kept<RowwiseFormula>(context).vjp(to_compute_type(y), to_compute_type(grad_y));
    return {grad_x.to(grad_y.scalar_type()), torch::Tensor()};
  }
};

}  // namespace

torch::Tensor apply(const c10::intrusive_ptr<ElementwiseFormula>& formula, const torch::Tensor& x) {
  // Nothing to record: nothing to save, and a third of the time of a small tensor.
  if (!torch::GradMode::is_enabled() || !x.requires_grad()) return evaluate(*formula, x);
  return ElementwiseFunction::apply(x, formula);
}

torch::Tensor apply(const c10::intrusive_ptr<RowwiseFormula>& formula, const torch::Tensor& x) {
  return RowwiseFunction::apply(x, formula);
}

}  // namespace actlab
