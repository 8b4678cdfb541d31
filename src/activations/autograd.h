#pragma once

#include <torch/autograd.h>
#include <torch/types.h>

#include <type_traits>

#include "activations/kernel_table.h"
#include "simd/map.h"
#include "simd/tensor_value.h"

/// The autograd Functions, written once for every declaration.
namespace actlab {

/// Carries a declaration's parameters from forward to backward.
template <class A>
struct FormulaHolder : torch::CustomClassHolder {
  explicit FormulaHolder(const A& a) : formula(a) {}
  A formula;
};

template <class A>
void keep_formula(torch::autograd::AutogradContext* context, const A& formula) {
  context->saved_data["formula"] = c10::IValue::make_capsule(c10::make_intrusive<FormulaHolder<A>>(formula));
}
template <class A>
A kept_formula(torch::autograd::AutogradContext* context) {
  // Held by saved_data, so that the raw pointer lives as long as the context.
  const auto capsule = context->saved_data["formula"].toCapsule();
  return static_cast<const FormulaHolder<A>*>(capsule.get())->formula;
}

/// Half-precision tensors are computed in float32, others as they are.
inline torch::Tensor to_compute_type(const torch::Tensor& x) {
  const auto type = x.scalar_type();
  return type == torch::kHalf || type == torch::kBFloat16 ? x.to(torch::kFloat) : x;
}

inline void check_floating_point(const torch::Tensor& x, std::string_view name) {
  TORCH_CHECK(torch::isFloatingType(x.scalar_type()), name, ": expected a floating-point tensor, got ", x.scalar_type(),
              ". Convert it first, e.g. x.to(torch::kFloat).");
}

/// y = f(x), element by element. With gradients recorded (double backward) the derivative is evaluated as a graph of
/// tensor operations; without, by the one-pass kernel. What is saved is an input or an output, never an intermediate:
/// autograd could not see through that, and the second derivative would be silently wrong.
template <class A>
class ElementwiseFunction : public torch::autograd::Function<ElementwiseFunction<A>> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x, const A& formula) {
    const torch::Tensor y = evaluate(formula, x);
    context->save_for_backward({A::spec.saved == Saved::output ? y : x});
    context->set_materialize_grads(false);
    keep_formula(context, formula);
    return y;
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               const torch::autograd::tensor_list& grad_outputs) {
    const torch::Tensor& grad_y = grad_outputs[0];
    if (!grad_y.defined()) return {torch::Tensor(), torch::Tensor()};
    const torch::Tensor saved = context->get_saved_variables()[0];
    return {gradient(kept_formula<A>(context), saved, grad_y), torch::Tensor()};
  }

 private:
  static const ActivationKernels& kernels() { return kernel_table()[IndexIn<A, ElementwiseActivations>::value]; }

  static torch::Tensor evaluate(const A& formula, const torch::Tensor& x) {
    if (x.is_cpu()) return map(kernels().forward, &formula, x);
    return formula.f(TensorValue(to_compute_type(x))).tensor().to(x.scalar_type());
  }

  static torch::Tensor gradient(const A& formula, const torch::Tensor& saved, const torch::Tensor& grad_y) {
    if (saved.is_cpu() && !torch::GradMode::is_enabled()) return map(kernels().backward, &formula, saved, grad_y);
    const TensorValue derivative = formula.df(TensorValue(to_compute_type(saved)));
    return (to_compute_type(grad_y) * derivative.tensor()).to(grad_y.scalar_type());
  }
};

/// y = f(x), row by row along A's `dim`.
template <class A>
class RowwiseFunction : public torch::autograd::Function<RowwiseFunction<A>> {
 public:
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x, const A& formula) {
    const torch::Tensor y = x.numel() == 0 ? x.clone() : formula.f(to_compute_type(x)).to(x.scalar_type());
    context->save_for_backward({y});
    context->set_materialize_grads(false);
    keep_formula(context, formula);
    return y;
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               const torch::autograd::tensor_list& grad_outputs) {
    const torch::Tensor& grad_y = grad_outputs[0];
    if (!grad_y.defined()) return {torch::Tensor(), torch::Tensor()};
    const torch::Tensor y = context->get_saved_variables()[0];
    const torch::Tensor grad_x = kept_formula<A>(context).vjp(to_compute_type(y), to_compute_type(grad_y));
    return {grad_x.to(grad_y.scalar_type()), torch::Tensor()};
  }
};

}  // namespace actlab
