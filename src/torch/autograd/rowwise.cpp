#include <ATen/WrapDimUtils.h>

#include "torch/autograd/operators.h"
#include "torch/autograd/row_map.h"
#include "torch/autograd/tensor_formula.h"

namespace actlab {
namespace {

using torch::Tensor;

// Over rows, kept as a dimension of size 1.
Tensor sum_of_rows(const Tensor& x, const TensorFormula& formula) {
  return x.sum(formula.dim(), /*keepdim=*/true);
}

// f'(x) * tangent, from y = f(x). The Jacobian of softmax is symmetric, so it is also that of the gradient.
Tensor jacobian_product(const TensorFormula& formula, const Tensor& y, const Tensor& tangent) {
  if (formula.form() != RowForm::log_softmax) return formula.vjp(y, tangent);
  return tangent - sum_of_rows(tangent * y.exp(), formula);
}

// The products with the derivative by y of the gradient of x, which is a function of y and of the gradient of y: for
// softmax y * (g - sum(g * y)), for softmin the negative, for log_softmax g - exp(y) * sum(g).
Tensor gradient_by_y_vjp(const TensorFormula& formula, const Tensor& y, const Tensor& g, const Tensor& u) {
  if (formula.form() == RowForm::log_softmax) return -(u * y.exp() * sum_of_rows(g, formula));
  const Tensor product = u * (g - sum_of_rows(g * y, formula)) - g * sum_of_rows(u * y, formula);
  return formula.form() == RowForm::softmin ? -product : product;
}
Tensor gradient_by_y_jvp(const TensorFormula& formula, const Tensor& y, const Tensor& g, const Tensor& t) {
  if (formula.form() == RowForm::log_softmax) return gradient_by_y_vjp(formula, y, g, t);
  const Tensor product = t * (g - sum_of_rows(g * y, formula)) - y * sum_of_rows(g * t, formula);
  return formula.form() == RowForm::softmin ? -product : product;
}

class RowwiseOperator : public Operator {
 public:
  RowwiseOperator(std::size_t index, std::string name, std::vector<std::string> tensors)
      : Operator(std::move(name), std::move(tensors), ", int dim"), index_(index) {}

  bool has_dimension() const override { return true; }
  /// Contiguous.
  Tensor allocate(const Arguments& arguments) const override {
    const Tensor& x = arguments[arguments.tensors() - 1];
    at::maybe_wrap_dim(arguments.parameters()[0].toInt(), x.dim());
    return at::empty_symint(x.sym_sizes(), x.options());
  }

 protected:
  Tensor with_formula(c10::ArrayRef<c10::IValue> parameters, UseFormula use) const {
    return with_tensor_formula(index_, parameters, use);
  }

 private:
  std::size_t index_;
};

class RowwiseBackward final : public RowwiseOperator {
 public:
  RowwiseBackward(std::size_t index, std::string name)
      : RowwiseOperator(index, std::move(name), {"grad_output", "result"}) {}

  Tensor compute(const Arguments& arguments) const override {
    const Tensor &grad = arguments[0], &y = arguments[1];
    if (y.numel() == 0) return allocate(arguments);
    TORCH_CHECK(grad.sizes() == y.sizes() && grad.scalar_type() == y.scalar_type(), name(),
                ": the gradient and the result must have the same sizes and dtype, but have ", grad.sizes(), " ",
                grad.scalar_type(), " and ", y.sizes(), " ", y.scalar_type());
    return with_formula(arguments.parameters(),
                        [&](const TensorFormula& formula) { return map_row_gradients(formula, y, grad); });
  }
  Tensor define(const Arguments& arguments) const override {
    if (arguments[1].numel() == 0) return allocate(arguments);
    return with_formula(arguments.parameters(), [&](const TensorFormula& formula) {
      return formula.vjp(to_widest_type(arguments[1]), to_widest_type(arguments[0])).to(arguments[1].scalar_type());
    });
  }

  Tensor vjp(std::size_t i, const Tensor& grad, const SavedCall& call) const override {
    return product(call, grad, i == 0 ? &jacobian_product_of_grad : &gradient_by_y_vjp);
  }
  Tensor jvp(std::size_t i, const Tensor& tangent, const SavedCall& call) const override {
    if (i == 0) return (*this)({tangent, call.tensors[1]}, call.parameters);
    return product(call, tangent, &gradient_by_y_jvp);
  }

 private:
  using Product = Tensor (*)(const TensorFormula&, const Tensor& y, const Tensor& g, const Tensor& with);

  static Tensor jacobian_product_of_grad(const TensorFormula& formula, const Tensor& y, const Tensor&,
                                         const Tensor& grad) {
    return jacobian_product(formula, y, grad);
  }
  Tensor product(const SavedCall& call, const Tensor& with, Product of) const {
    const Tensor &g = call.tensors[0], &y = call.tensors[1];
    if (y.sym_numel() == 0) return with;
    return with_formula(call.parameters, [&](const TensorFormula& formula) {
      return of(formula, to_widest_type(y), to_widest_type(g), to_widest_type(with)).to(with.scalar_type());
    });
  }
};

class RowwiseForward final : public RowwiseOperator {
 public:
  RowwiseForward(std::size_t index, std::string name, const Operator& backward)
      : RowwiseOperator(index, std::move(name), {"input"}), backward_(backward) {}

  Tensor compute(const Arguments& arguments) const override {
    const Tensor& x = arguments[0];
    if (x.numel() == 0) return allocate(arguments);
    return with_formula(arguments.parameters(), [&](const TensorFormula& formula) { return map_rows(formula, x); });
  }
  // In float64: exp magnifies the rounding error of the difference from a row's largest element.
  Tensor define(const Arguments& arguments) const override {
    const Tensor& x = arguments[0];
    if (x.numel() == 0) return allocate(arguments);
    return with_formula(arguments.parameters(), [&](const TensorFormula& formula) {
      return formula.rows(to_widest_type(x)).to(x.scalar_type());
    });
  }

  bool saves(std::size_t) const override { return false; }
  bool saves_result() const override { return true; }
  Tensor vjp(std::size_t, const Tensor& grad, const SavedCall& call) const override {
    return backward_({grad, call.result}, call.parameters);
  }
  Tensor jvp(std::size_t, const Tensor& tangent, const SavedCall& call) const override {
    const Tensor& y = call.result;
    return with_formula(call.parameters, [&](const TensorFormula& formula) {
      if (formula.form() != RowForm::log_softmax) return vjp(0, tangent, call);
      return jacobian_product(formula, to_widest_type(y), to_widest_type(tangent)).to(y.scalar_type());
    });
  }

 private:
  const Operator& backward_;
};

}  // namespace

DimensionOperators rowwise_operators(std::size_t index, const Activation& activation) {
  const std::string name(activation.spec().name);
  DimensionOperators result;
  result.backward = std::make_unique<RowwiseBackward>(index, name + "_backward");
  result.forward = std::make_unique<RowwiseForward>(index, name, *result.backward);
  return result;
}

}  // namespace actlab
