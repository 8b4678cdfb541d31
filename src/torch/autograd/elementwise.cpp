#include "catalogue/kernels/kernel_table.h"
#include "torch/autograd/allocation.h"
#include "torch/autograd/map.h"
#include "torch/autograd/operators.h"
#include "torch/autograd/parameter_checks.h"
#include "torch/autograd/tensor_formula.h"

namespace actlab {
namespace {

class ElementwiseOperator : public Operator {
 public:
  ElementwiseOperator(std::size_t index, std::string name, std::vector<std::string> tensors, std::string parameters)
      : Operator(std::move(name), std::move(tensors), std::move(parameters)), index_(index) {}

 protected:
  torch::Tensor with_formula(c10::ArrayRef<c10::IValue> parameters, UseFormula use) const {
    return with_tensor_formula(index_, parameters, use);
  }

 private:
  std::size_t index_;
};

// The gradient of the input, from the gradient of the result and the input or the result: see Saved.
class ElementwiseBackward final : public ElementwiseOperator {
 public:
  using ElementwiseOperator::ElementwiseOperator;

  torch::Tensor compute(const Arguments& arguments) const override {
    return with_formula(arguments.parameters(), [&](const TensorFormula& formula) {
      const CompiledActivation compiled = formula.compiled();
      return map(compiled.kernels->backward, compiled.formula, arguments[saved], arguments[grad_output]);
    });
  }
  torch::Tensor define(const Arguments& arguments) const override {
    return with_formula(arguments.parameters(), [&](const TensorFormula& formula) {
      const torch::Tensor& x = arguments[saved];
      return formula.gradient(to_compute_type(x), to_compute_type(arguments[grad_output])).to(x.scalar_type());
    });
  }
  torch::Tensor allocate(const Arguments& arguments) const override {
    return empty_broadcast({arguments[saved], arguments[grad_output]}, arguments[saved].scalar_type());
  }
  torch::Tensor vjp(std::size_t i, const torch::Tensor& grad, const SavedCall& call) const override {
    const torch::Tensor& x = call.tensors[saved];
    if (i == grad_output) return (*this)({grad, x}, call.parameters);
    return with_formula(call.parameters, [&](const TensorFormula& formula) {
      const torch::Tensor slope = formula.gradient_slope(to_widest_type(x), to_widest_type(call.tensors[grad_output]));
      return (to_widest_type(grad) * slope).to(grad.scalar_type());
    });
  }

 private:
  static constexpr std::size_t grad_output = 0, saved = 1;
};

class ElementwiseForward final : public ElementwiseOperator {
 public:
  ElementwiseForward(std::size_t index, std::string name, std::string parameters, const Spec& spec,
                     const Operator* backward)
      : ElementwiseOperator(index, std::move(name), {"input"}, std::move(parameters)),
        spec_(spec),
        check_(parameter_check(spec.name)),
        backward_(backward) {}

  void check(const Arguments& arguments) const override {
    if (check_ != nullptr) check_(arguments);
  }

  torch::Tensor compute(const Arguments& arguments) const override {
    return with_formula(arguments.parameters(), [&](const TensorFormula& formula) {
      const CompiledActivation compiled = formula.compiled();
      return map(compiled.kernels->forward, compiled.formula, arguments[0]);
    });
  }
  torch::Tensor define(const Arguments& arguments) const override {
    return with_formula(arguments.parameters(), [&](const TensorFormula& formula) {
      const torch::Tensor& x = arguments[0];
      const torch::Tensor y = formula.value(to_compute_type(x)).to(x.scalar_type());
      return y.is_alias_of(x) ? y.clone() : y;
    });
  }
  torch::Tensor allocate(const Arguments& arguments) const override {
    return empty_in_order_of(arguments[0], arguments[0].scalar_type());
  }

  bool saves(std::size_t) const override { return backward_ != nullptr && !saves_result(); }
  bool saves_result() const override { return backward_ != nullptr && spec_.saved == Saved::output; }
  torch::Tensor vjp(std::size_t, const torch::Tensor& grad, const SavedCall& call) const override {
    if (backward_ == nullptr) return grad;
    return (*backward_)({grad, saves_result() ? call.result : call.tensors[0]}, call.parameters);
  }

 private:
  const Spec& spec_;
  ParameterCheck check_;
  const Operator* backward_;  // null if the derivative is 1
};

// Names without underscore are left for the operators that choose between fixed and learned, or evaluation and
// training.
std::string name_of(const Activation& activation) {
  const std::string name(activation.spec().name);
  if (activation.is_random()) return "_" + name + "_eval";
  return activation.learned() ? "_" + name + "_fixed" : name;
}

// Whether the same name takes the learnable parameter as a tensor or as a number.
bool has_tensor_form(const Activation& activation) {
  return !activation.learnable().empty() && !activation.learned();
}

}  // namespace

ElementwiseOperators elementwise_operators(std::size_t index, const Activation& activation) {
  const Spec& spec = activation.spec();
  const std::string name = name_of(activation), overload = has_tensor_form(activation) ? ".Scalar" : "";
  const std::string parameters = parameters_text(activation);
  ElementwiseOperators result;
  if (!spec.unit_derivative) {
    const std::string saved = spec.saved == Saved::output ? "result" : "input";
    result.backward = std::make_unique<ElementwiseBackward>(index, name + "_backward" + overload,
                                                            std::vector<std::string>{"grad_output", saved}, parameters);
  }
  result.forward =
      std::make_unique<ElementwiseForward>(index, name + overload, parameters, spec, result.backward.get());
  return result;
}

}  // namespace actlab
