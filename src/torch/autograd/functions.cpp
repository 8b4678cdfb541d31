#include "torch/autograd/functions.h"

#include <ATen/Parallel.h>
#include <ATen/WrapDimUtils.h>
#include <torch/autograd.h>

#include <algorithm>

#include "catalogue/kernels/kernel_table.h"
#include "torch/autograd/map.h"

namespace actlab {

torch::Tensor to_compute_type(const torch::Tensor& x) {
  const auto type = x.scalar_type();
  return type == torch::kHalf || type == torch::kBFloat16 ? x.to(torch::kFloat) : x;
}

namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

// The formula goes from forward to backward in the context, which thus keeps it alive.
void keep(AutogradContext* context, const c10::intrusive_ptr<TensorFormula>& formula) {
  context->saved_data["formula"] = c10::IValue::make_capsule(formula);
}
const TensorFormula& kept(AutogradContext* context) {
  return static_cast<const TensorFormula&>(*context->saved_data["formula"].toCapsule());
}

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
    keep(context, formula);
    return y;
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
    const torch::Tensor& grad_y = grad_outputs[0];
    if (!grad_y.defined()) return {torch::Tensor(), torch::Tensor()};
    const auto& formula = kept(context);
    if (formula.spec().unit_derivative) return {grad_y, torch::Tensor()};
    return {gradient(formula, context->get_saved_variables()[0], grad_y), torch::Tensor()};
  }
};

// The parameter in the shape that broadcasts over x.
torch::Tensor spread(const torch::Tensor& parameter, const torch::Tensor& x) {
  if (parameter.numel() == 1) return parameter.reshape({});
  std::vector<std::int64_t> sizes(static_cast<std::size_t>(x.dim()), 1);
  sizes[1] = parameter.numel();
  return parameter.reshape(sizes);
}

torch::Tensor evaluate(const TensorFormula& formula, const torch::Tensor& x, const torch::Tensor& parameter) {
  const CompiledActivation compiled = formula.compiled();
  const torch::Tensor p = spread(parameter, x);
  if (x.is_cpu()) return map(compiled.kernels->forward_at, compiled.formula, x, p);
  return formula.f_at(TensorValue(to_compute_type(x)), TensorValue(to_compute_type(p))).tensor().to(x.scalar_type());
}

// The gradients of x and of the parameter; the latter only where it is wanted, since it costs as much again.
class LearnableGradient {
 public:
  LearnableGradient(const TensorFormula& formula, const torch::Tensor& x, const torch::Tensor& parameter,
                    const torch::Tensor& grad_y)
      : formula_(formula),
        x_(to_compute_type(x)),
        p_(to_compute_type(spread(parameter, x))),
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
    keep(context, formula);
    return evaluate(*formula, x, parameter);
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
    tensor_list gradients(3);
    const torch::Tensor& grad_y = grad_outputs[0];
    if (!grad_y.defined()) return gradients;
    const auto saved = context->get_saved_variables();
    const torch::Tensor &x = saved[0], &parameter = saved[1];
    const LearnableGradient gradient(kept(context), x, parameter, grad_y);
    if (context->needs_input_grad(0)) gradients[0] = gradient.of_x().to(x.scalar_type());
    if (context->needs_input_grad(1))
      gradients[1] = gradient.of_parameter().reshape(parameter.sizes()).to(parameter.scalar_type());
    return gradients;
  }
};

void check_parameter(std::string_view name, const torch::Tensor& x, const torch::Tensor& parameter) {
  TORCH_CHECK(parameter.scalar_type() == x.scalar_type(), name, ": the parameter is of ", parameter.scalar_type(),
              " and the input of ", x.scalar_type());
  TORCH_CHECK(parameter.dim() <= 1, name, ": the parameter must be a number or one-dimensional, and has sizes ",
              parameter.sizes());
  const std::int64_t features = x.dim() < 2 ? 1 : x.size(1);
  TORCH_CHECK(parameter.numel() == 1 || parameter.numel() == features, name, ": expected a parameter of 1 element or ",
              features, ", one for each feature (dimension 1) of the input, got ", parameter.numel());
}

// True of tensors whose rows a kernel can take as they lie.
bool has_dense_rows(const TensorFormula& formula, const torch::Tensor& x) {
  return x.is_cpu() && x.scalar_type() == torch::kFloat && x.dim() > 0 && x.is_contiguous() &&
         at::maybe_wrap_dim(formula.dim(), x.dim()) == x.dim() - 1;
}

// Calls rows(begin, count) for parts of x's rows, on as many threads as are worth it.
template <class Rows>
void for_rows_of(const torch::Tensor& x, const Rows& rows) {
  const std::int64_t length = x.size(-1), grain = std::max<std::int64_t>(at::internal::GRAIN_SIZE / length, 1);
  at::parallel_for(0, x.numel() / length, grain,
                   [&](std::int64_t begin, std::int64_t end) { rows(begin * length, end - begin, length); });
}

torch::Tensor evaluate_rows(const TensorFormula& formula, const torch::Tensor& x) {
  if (!has_dense_rows(formula, x)) return formula.rows(x.to(torch::kDouble)).to(x.scalar_type());
  torch::Tensor y = torch::empty_like(x);
  const float* const from = x.data_ptr<float>();
  float* const to = y.data_ptr<float>();
  for_rows_of(x, [&](std::int64_t at, std::int64_t rows, std::int64_t length) {
    row_kernels(formula.form()).forward(from + at, to + at, rows, length);
  });
  return y;
}

torch::Tensor row_gradient(const TensorFormula& formula, const torch::Tensor& y, const torch::Tensor& grad_y) {
  if (torch::GradMode::is_enabled() || !has_dense_rows(formula, y) || !has_dense_rows(formula, grad_y))
    return formula.vjp(y.to(torch::kDouble), grad_y.to(torch::kDouble)).to(grad_y.scalar_type());
  torch::Tensor grad_x = torch::empty_like(y);
  const float *const values = y.data_ptr<float>(), *const from = grad_y.data_ptr<float>();
  float* const to = grad_x.data_ptr<float>();
  for_rows_of(y, [&](std::int64_t at, std::int64_t rows, std::int64_t length) {
    row_kernels(formula.form()).backward(values + at, from + at, to + at, rows, length);
  });
  return grad_x;
}

// Computed in float64 where not by a kernel: the difference from the largest of a row, rounded to float32, would cost
// exp most of its digits.
class RowwiseFunction : public torch::autograd::Function<RowwiseFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x,
                               const c10::intrusive_ptr<TensorFormula>& formula) {
    const torch::Tensor y = x.numel() == 0 ? x.clone() : evaluate_rows(*formula, x);
    context->save_for_backward({y});
    context->set_materialize_grads(false);
    keep(context, formula);
    return y;
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
    const torch::Tensor& grad_y = grad_outputs[0];
    if (!grad_y.defined()) return {torch::Tensor(), torch::Tensor()};
    const torch::Tensor y = context->get_saved_variables()[0];
    if (y.numel() == 0) return {grad_y, torch::Tensor()};  // which has no largest element
    return {row_gradient(kept(context), y, grad_y), torch::Tensor()};
  }
};

torch::Tensor apply_rows(const TensorFormula& formula, const torch::Tensor& x) {
  if (x.numel() > 0 && (!torch::GradMode::is_enabled() || !x.requires_grad())) return evaluate_rows(formula, x);
  return RowwiseFunction::apply(x, formula.copy());
}

}  // namespace

torch::Tensor apply_formula(const TensorFormula& formula, const torch::Tensor& x) {
  if (formula.is_row_wise()) return apply_rows(formula, x);
  // Nothing to record: nothing to save, and a third of the time of a small tensor.
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
