#include <ATen/ExpandUtils.h>

#include "catalogue/kernels/kernel_table.h"
#include "torch/autograd/allocation.h"
#include "torch/autograd/map.h"
#include "torch/autograd/operators.h"
#include "torch/autograd/tensor_formula.h"

namespace actlab {
namespace {

// The sum over the dimensions along which the parameter was broadcast.
torch::Tensor sum_like(const torch::Tensor& terms, const torch::Tensor& parameter) {
  return at::sum_to(terms, parameter.sym_sizes()).to(parameter.scalar_type());
}

torch::ScalarType compute_type(const torch::Tensor& x) {
  return x.scalar_type() == torch::kDouble ? torch::kDouble : torch::kFloat;
}

// The gradient of the input, or of the parameter before it is summed: grad_output times a derivative.
class LearnableBackward final : public Operator {
 public:
  LearnableBackward(std::size_t index, std::string name, const std::string& parameter, Variable by)
      : Operator(std::move(name), {"grad_output", "input", parameter}, ""), index_(index), by_(by) {}

  torch::Tensor compute(const Arguments& arguments) const override {
    return with_tensor_formula(index_, {}, [&](const TensorFormula& formula) {
      const CompiledActivation compiled = formula.compiled();
      const auto& kernels = by_ == Variable::input ? compiled.kernels->backward_at : compiled.kernels->by_parameter;
      const torch::Tensor terms =
          map(kernels, compiled.formula, converted(arguments[1]), converted(arguments[2]), converted(arguments[0]));
      return terms.to(result_type(arguments));
    });
  }
  torch::Tensor define(const Arguments& arguments) const override {
    return with_tensor_formula(index_, {}, [&](const TensorFormula& formula) {
      const torch::Tensor x = to_compute_type(arguments[1]), p = to_compute_type(arguments[2]);
      return (to_compute_type(arguments[0]) * formula.derivative_at(x, p, by_)).to(result_type(arguments));
    });
  }
  torch::Tensor allocate(const Arguments& arguments) const override {
    return empty_broadcast({arguments[1], arguments[2], arguments[0]}, result_type(arguments));
  }

  torch::Tensor vjp(std::size_t i, const torch::Tensor& grad, const SavedCall& call) const override {
    const torch::Tensor product = jvp(i, grad, call);
    return i == 1 ? product : sum_like(product, call.tensors[i]);
  }
  torch::Tensor jvp(std::size_t i, const torch::Tensor& tangent, const SavedCall& call) const override {
    const torch::Tensor &grad_output = call.tensors[0], &x = call.tensors[1], &p = call.tensors[2];
    if (i == 0) return (*this)({tangent, x, p});
    return with_tensor_formula(index_, {}, [&](const TensorFormula& formula) {
      const Variable then_by = i == 1 ? Variable::input : Variable::parameter;
      const torch::Tensor second = formula.second_derivative_at(to_widest_type(x), to_widest_type(p), by_, then_by);
      return (to_widest_type(tangent) * to_widest_type(grad_output) * second).to(x.scalar_type());
    });
  }

 private:
  torch::Tensor converted(const torch::Tensor& x) const { return by_ == Variable::parameter ? to_compute_type(x) : x; }
  // The terms of a sum are rounded once, after the sum.
  torch::ScalarType result_type(const Arguments& arguments) const {
    return by_ == Variable::parameter ? compute_type(arguments[1]) : arguments[1].scalar_type();
  }

  std::size_t index_;
  Variable by_;
};

class LearnableForward final : public Operator {
 public:
  LearnableForward(std::size_t index, std::string name, const std::string& parameter, const Operator& backward,
                   const Operator& parameter_backward)
      : Operator(std::move(name), {"input", parameter}, ""),
        index_(index),
        backward_(backward),
        parameter_backward_(parameter_backward) {}

  torch::Tensor compute(const Arguments& arguments) const override {
    return with_tensor_formula(index_, {}, [&](const TensorFormula& formula) {
      const CompiledActivation compiled = formula.compiled();
      return map(compiled.kernels->forward_at, compiled.formula, arguments[0], arguments[1]);
    });
  }
  torch::Tensor define(const Arguments& arguments) const override {
    return with_tensor_formula(index_, {}, [&](const TensorFormula& formula) {
      return formula.value_at(to_compute_type(arguments[0]), to_compute_type(arguments[1]))
          .to(arguments[0].scalar_type());
    });
  }
  torch::Tensor allocate(const Arguments& arguments) const override {
    return empty_broadcast({arguments[0], arguments[1]}, arguments[0].scalar_type());
  }

  torch::Tensor vjp(std::size_t i, const torch::Tensor& grad, const SavedCall& call) const override {
    const torch::Tensor &x = call.tensors[0], &p = call.tensors[1];
    if (i == 0) return backward_({grad, x, p});
    return sum_like(parameter_backward_({grad, x, p}), p);
  }
  torch::Tensor jvp(std::size_t i, const torch::Tensor& tangent, const SavedCall& call) const override {
    const torch::Tensor &x = call.tensors[0], &p = call.tensors[1];
    if (i == 0) return backward_({tangent, x, p});
    return parameter_backward_({tangent, x, p}).to(x.scalar_type());
  }

 private:
  std::size_t index_;
  const Operator &backward_, &parameter_backward_;
};

}  // namespace

LearnableOperators learnable_operators(std::size_t index, const Activation& activation) {
  const std::string parameter(activation.learnable()), name = "_" + std::string(activation.spec().name) + "_kernel";
  LearnableOperators result;
  result.backward = std::make_unique<LearnableBackward>(index, name + "_backward", parameter, Variable::input);
  result.parameter_backward =
      std::make_unique<LearnableBackward>(index, name + "_" + parameter + "_backward", parameter, Variable::parameter);
  result.forward =
      std::make_unique<LearnableForward>(index, name, parameter, *result.backward, *result.parameter_backward);
  return result;
}

}  // namespace actlab
