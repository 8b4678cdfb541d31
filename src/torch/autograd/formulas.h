#pragma once

#include <cstdint>

#include "catalogue/all.h"
#include "catalogue/kernels/kernel_table.h"
#include "torch/autograd/autograd.h"

/// Each declaration as the autograd Functions take it.
namespace actlab {

template <class A>
CompiledActivation compiled(const A& formula) {
  return {&kernel_table().elementwise[IndexIn<A, ElementwiseActivations>::value], &formula};
}

template <class A>
class ElementwiseFormulaOf final : public ElementwiseFormula {
 public:
  explicit ElementwiseFormulaOf(const A& formula) : formula_(formula) {}
  c10::intrusive_ptr<ElementwiseFormula> copy() const override {
    return c10::make_intrusive<ElementwiseFormulaOf>(formula_);
  }
  const Spec& spec() const override { return A::spec; }
  CompiledActivation compiled() const override { return actlab::compiled(formula_); }
  TensorValue f(const TensorValue& x) const override { return value_at(formula_, x); }
  TensorValue gradient(const TensorValue& saved, const TensorValue& grad_y) const override {
    if constexpr (SelectsGradient<A>)
      return formula_.backward(saved, grad_y);
    else
      return grad_y * slope_at(formula_, saved);
  }

 private:
  const A formula_;
};

template <Learnable A>
class LearnableFormulaOf final : public LearnableFormula {
  static_assert(A::spec.saved == Saved::input);

 public:
  explicit LearnableFormulaOf(const A& formula) : formula_(formula) {}
  c10::intrusive_ptr<LearnableFormula> copy() const override {
    return c10::make_intrusive<LearnableFormulaOf>(formula_);
  }
  const Spec& spec() const override { return A::spec; }
  CompiledActivation compiled() const override { return actlab::compiled(formula_); }
  TensorValue f_at(const TensorValue& x, const TensorValue& parameter) const override {
    return formula_.f(x, parameter);
  }
  TensorValue df_at(const TensorValue& x, const TensorValue& parameter) const override {
    return formula_.df(x, parameter);
  }
  TensorValue df_dparameter(const TensorValue& x, const TensorValue& parameter) const override {
    return formula_.df_dparameter(x, parameter);
  }

 private:
  const A formula_;
};

template <Rowwise A>
class RowwiseFormulaOf final : public RowwiseFormula {
 public:
  explicit RowwiseFormulaOf(const A& formula) : formula_(formula) {}
  c10::intrusive_ptr<RowwiseFormula> copy() const override { return c10::make_intrusive<RowwiseFormulaOf>(formula_); }
  torch::Tensor f(const torch::Tensor& x) const override { return formula_.f(x); }
  torch::Tensor vjp(const torch::Tensor& y, const torch::Tensor& grad_y) const override {
    return formula_.vjp(y, grad_y);
  }
  const RowKernel& kernel() const override { return kernel_table().rowwise[IndexIn<A, RowwiseActivations>::value]; }
  std::int64_t dim() const override { return formula_.dim; }

 private:
  const A formula_;
};

}  // namespace actlab
