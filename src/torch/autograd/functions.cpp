#include "torch/autograd/functions.h"

#include <torch/autograd.h>

#include <vector>

#include "catalogue/kernels/kernel_table.h"
#include "torch/autograd/map.h"
#include "torch/autograd/saved_formula.h"

namespace actlab {

torch::Tensor to_compute_type(const torch::Tensor& x) {
  const auto type = x.scalar_type();
  return type == torch::kHalf || type == torch::kBFloat16 ? x.to(torch::kFloat) : x;
}

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

torch::Tensor evaluate(const TensorFormula& formula, const torch::Tensor& x) {
  const CompiledActivation compiled = formula.compiled();
  if (x.is_cpu()) return map(compiled.kernels->forward, compiled.formula, x);
  return formula.f(TensorValue(to_compute_type(x))).tensor().to(x.scalar_type());
}

torch::Tensor gradient(const TensorFormula& formula, const torch::Tensor& saved, const torch::Tensor& grad_y) {
  const CompiledActivation compiled = formula.compiled();
  if (saved.is_cpu() && !torch::GradMode::is_enabled())
    return map(compiled.kernels->backward, compiled.formula, saved, grad_y);
  return formula.gradient(TensorValue(to_compute_type(saved)), TensorValue(to_compute_type(grad_y)))
      .tensor()
      .to(grad_y.scalar_type());
}

class ElementwiseFunction : public torch::autograd::Function<ElementwiseFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x,
                               const c10::intrusive_ptr<TensorFormula>& formula) {
    const torch::Tensor y = evaluate(*formula, x);
    if (!formula->spec().unit_derivative) context->save_for_backward({formula->spec().saved == Saved::output ? y : x});
    context->set_materialize_grads(false);
    save_formula(context, formula);
    return y;
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
    const torch::Tensor& grad_y = grad_outputs[0];
    if (!grad_y.defined()) return {torch::Tensor(), torch::Tensor()};
    const auto& formula = saved_formula(context);
    if (formula.spec().unit_derivative) return {grad_y, torch::Tensor()};
    return {gradient(formula, context->get_saved_variables()[0], grad_y), torch::Tensor()};
  }
};

// Reshapes the parameter so that it broadcasts over x.
torch::Tensor broadcastable(const torch::Tensor& parameter, const torch::Tensor& x) {
  if (parameter.numel() == 1) return parameter.reshape({});
  std::vector<std::int64_t> sizes(static_cast<std::size_t>(x.dim()), 1);
  sizes[1] = parameter.numel();
  return parameter.reshape(sizes);
}

torch::Tensor evaluate(const TensorFormula& formula, const torch::Tensor& x, const torch::Tensor& parameter) {
  const CompiledActivation compiled = formula.compiled();
  const torch::Tensor p = broadcastable(parameter, x);
  if (x.is_cpu()) return map(compiled.kernels->forward_at, compiled.formula, x, p);
  return formula.f_at(TensorValue(to_compute_type(x)), TensorValue(to_compute_type(p))).tensor().to(x.scalar_type());
}

// The gradients of x and of the parameter, as separate functions because often only one is needed.
class LearnableGradient {
 public:
  LearnableGradient(const TensorFormula& formula, const torch::Tensor& x, const torch::Tensor& parameter,
                    const torch::Tensor& grad_y)
      : formula_(formula),
        x_(to_compute_type(x)),
        p_(to_compute_type(broadcastable(parameter, x))),
        grad_y_(to_compute_type(grad_y)),
        by_kernel_(x.is_cpu() && !torch::GradMode::is_enabled()) {}

  torch::Tensor of_x() const {
    const CompiledActivation compiled = formula_.compiled();
    if (by_kernel_) return map(compiled.kernels->backward_at, compiled.formula, x_, p_, grad_y_);
    return grad_y_ * formula_.derivative_at(TensorValue(x_), TensorValue(p_)).tensor();
  }
  torch::Tensor of_parameter() const {
    const CompiledActivation compiled = formula_.compiled();
    const torch::Tensor terms =
        by_kernel_ ? map(compiled.kernels->by_parameter, compiled.formula, x_, p_, grad_y_)
                   : grad_y_ * formula_.derivative_by_parameter_at(TensorValue(x_), TensorValue(p_)).tensor();
    return terms.sum_to_size(p_.sizes());
  }

 private:
  const TensorFormula& formula_;
  torch::Tensor x_, p_, grad_y_;
  bool by_kernel_;
};

class LearnableFunction : public torch::autograd::Function<LearnableFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x, const torch::Tensor& parameter,
                               const c10::intrusive_ptr<TensorFormula>& formula) {
    context->save_for_backward({x, parameter});
    context->set_materialize_grads(false);
    save_formula(context, formula);
    return evaluate(*formula, x, parameter);
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
    tensor_list gradients(3);
    const torch::Tensor& grad_y = grad_outputs[0];
    if (!grad_y.defined()) return gradients;
    const auto saved = context->get_saved_variables();
    const torch::Tensor &x = saved[0], &parameter = saved[1];
    const LearnableGradient gradient(saved_formula(context), x, parameter, grad_y);
    if (context->needs_input_grad(0)) gradients[0] = gradient.of_x().to(x.scalar_type());
    if (context->needs_input_grad(1))
      gradients[1] = gradient.of_parameter().reshape(parameter.sizes()).to(parameter.scalar_type());
    return gradients;
  }
};

void check_parameter(std::string_view name, const torch::Tensor& x, const torch::Tensor& parameter) {
  TORCH_CHECK(parameter.scalar_type() == x.scalar_type(), name, ": the parameter is ", parameter.scalar_type(),
              ", but the input is ", x.scalar_type());
  TORCH_CHECK(parameter.dim() <= 1, name, ": the parameter must have zero dimensions or one, but its sizes are ",
              parameter.sizes());
  const std::int64_t features = x.dim() < 2 ? 1 : x.size(1);
  TORCH_CHECK(parameter.numel() == 1 || parameter.numel() == features, name, ": expected a parameter of 1 element or ",
              features, ", one for each feature (dimension 1) of the input, but got ", parameter.numel());
}

}  // namespace

torch::Tensor apply_formula(const TensorFormula& formula, const torch::Tensor& x) {
  if (formula.is_row_wise()) return apply_rowwise(formula, x);
  // Without a graph, calling the kernel directly is much faster for small tensors.
  if (!torch::GradMode::is_enabled() || !x.requires_grad()) return evaluate(formula, x);
  return ElementwiseFunction::apply(x, formula.copy());
}

torch::Tensor apply_formula(const TensorFormula& formula, const torch::Tensor& x, const torch::Tensor& parameter) {
  check_parameter(formula.spec().name, x, parameter);
  if (!torch::GradMode::is_enabled() || (!x.requires_grad() && !parameter.requires_grad()))
    return evaluate(formula, x, parameter);
  return LearnableFunction::apply(x, parameter, formula.copy());
}

}  // namespace actlab
