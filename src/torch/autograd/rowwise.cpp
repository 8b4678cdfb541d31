#include <ATen/Parallel.h>
#include <ATen/WrapDimUtils.h>
#include <torch/autograd.h>

#include <algorithm>

#include "catalogue/kernels/kernel_table.h"
#include "torch/autograd/functions.h"
#include "torch/autograd/saved_formula.h"

namespace actlab {
namespace {

using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

// True if the rows are contiguous float32 on the CPU, as the kernels require.
bool has_dense_rows(const TensorFormula& formula, const torch::Tensor& x) {
  return x.is_cpu() && x.scalar_type() == torch::kFloat && x.dim() > 0 && x.is_contiguous() &&
         at::maybe_wrap_dim(formula.dim(), x.dim()) == x.dim() - 1;
}

// Calls task(offset, rows, length) for blocks of x's rows in parallel; offset is in elements.
template <class Task> void parallel_for_rows(const torch::Tensor& x, const Task& task) {
  const std::int64_t length = x.size(-1), grain = std::max<std::int64_t>(at::internal::GRAIN_SIZE / length, 1);
  at::parallel_for(0, x.numel() / length, grain,
                   [&](std::int64_t begin, std::int64_t end) { task(begin * length, end - begin, length); });
}

torch::Tensor evaluate_rows(const TensorFormula& formula, const torch::Tensor& x) {
  if (!has_dense_rows(formula, x)) return formula.rows(x.to(torch::kDouble)).to(x.scalar_type());
  torch::Tensor y = torch::empty_like(x);
  const float* const x_data = x.data_ptr<float>();
  float* const y_data = y.data_ptr<float>();
  parallel_for_rows(x, [&](std::int64_t offset, std::int64_t rows, std::int64_t length) {
    row_kernels(formula.form()).forward(x_data + offset, y_data + offset, rows, length);
  });
  return y;
}

torch::Tensor row_gradient(const TensorFormula& formula, const torch::Tensor& y, const torch::Tensor& grad_y) {
  if (torch::GradMode::is_enabled() || !has_dense_rows(formula, y) || !has_dense_rows(formula, grad_y))
    return formula.vjp(y.to(torch::kDouble), grad_y.to(torch::kDouble)).to(grad_y.scalar_type());
  torch::Tensor grad_x = torch::empty_like(y);
  const float *const y_data = y.data_ptr<float>(), *const grad_y_data = grad_y.data_ptr<float>();
  float* const grad_x_data = grad_x.data_ptr<float>();
  parallel_for_rows(y, [&](std::int64_t offset, std::int64_t rows, std::int64_t length) {
    row_kernels(formula.form()).backward(y_data + offset, grad_y_data + offset, grad_x_data + offset, rows, length);
  });
  return grad_x;
}

// Without a kernel, float32 is computed in float64: exp magnifies the rounding error of the difference from a row's
// largest element.
class RowwiseFunction : public torch::autograd::Function<RowwiseFunction> {
 public:
  static torch::Tensor forward(AutogradContext* context, const torch::Tensor& x,
                               const c10::intrusive_ptr<TensorFormula>& formula) {
    const torch::Tensor y = x.numel() == 0 ? x.clone() : evaluate_rows(*formula, x);
    context->save_for_backward({y});
    context->set_materialize_grads(false);
    save_formula(context, formula);
    return y;
  }

  static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
    const torch::Tensor& grad_y = grad_outputs[0];
    if (!grad_y.defined()) return {torch::Tensor(), torch::Tensor()};
    const torch::Tensor y = context->get_saved_variables()[0];
    if (y.numel() == 0) return {grad_y, torch::Tensor()};  // vjp needs a largest element
    return {row_gradient(saved_formula(context), y, grad_y), torch::Tensor()};
  }
};

}  // namespace

torch::Tensor apply_rowwise(const TensorFormula& formula, const torch::Tensor& x) {
  if (x.numel() > 0 && (!torch::GradMode::is_enabled() || !x.requires_grad())) return evaluate_rows(formula, x);
  return RowwiseFunction::apply(x, formula.copy());
}

}  // namespace actlab
