#include "torch/autograd/gates.h"

#include <ATen/WrapDimUtils.h>

#include <vector>

#include "catalogue/activation.h"
#include "catalogue/gates.h"
#include "catalogue/kernels/kernel_table.h"
#include "core/error.h"
#include "torch/autograd/allocation.h"
#include "torch/autograd/map.h"
#include "torch/autograd/operators.h"
#include "torch/autograd/tensor_formula.h"

namespace actlab {
namespace {

using torch::Tensor;

// The halves of a tensor along a dimension.
struct Halves {
  Tensor a, b;
};
Halves halves_of(const Tensor& x, std::int64_t dim) {
  const std::vector<Tensor> halves = x.chunk(2, dim);
  return {halves[0], halves[1]};
}

// Checks that the dimension can be halved. With the messages of torch.nn.functional.glu.
std::int64_t dimension_of(const Arguments& arguments) {
  const Tensor& x = arguments[arguments.tensors() - 1];
  TORCH_CHECK(x.dim() > 0, "glu does not support scalars because halving size must be even");
  const std::int64_t dim = at::maybe_wrap_dim(arguments.parameters()[0].toInt(), x.dim());
  const c10::SymInt& size = x.sym_sizes()[static_cast<std::size_t>(dim)];
  TORCH_CHECK(size % 2 == 0, "Halving dimension must be even, but dimension ", dim, " is size ", size);
  return dim;
}

// The activation of a gate, with operations whose result is differentiable.
class Gating {
 public:
  explicit Gating(std::size_t gate)
      : activation_(make_activation(gates[gate].activation)), index_(activation_->definition().index) {
    push_parameters(activation_->definition(), parameters_);
  }

  CompiledActivation compiled() const { return activation_->compiled().value(); }
  Tensor value(const Tensor& b) const { return (*operators().elementwise[index_].forward)({b}, parameters_); }
  Tensor gradient(const Tensor& grad, const Tensor& b) const {
    return (*operators().elementwise[index_].backward)({grad, b}, parameters_);
  }
  /// a * f(b) with operations on tensors, computed in at least float32.
  Tensor product_in_compute_type(const Tensor& a, const Tensor& b) const {
    return with_tensor_formula(index_, parameters_, [&](const TensorFormula& formula) {
      return to_compute_type(a) * formula.value(to_compute_type(b));
    });
  }
  /// grad * a * f'(b), likewise.
  Tensor gradient_in_compute_type(const Tensor& grad, const Tensor& a, const Tensor& b) const {
    return with_tensor_formula(index_, parameters_, [&](const TensorFormula& formula) {
      return formula.gradient(to_compute_type(b), to_compute_type(grad) * to_compute_type(a));
    });
  }
  /// grad * f''(b).
  Tensor second(const Tensor& grad, const Tensor& b) const {
    return with_tensor_formula(index_, parameters_, [&](const TensorFormula& formula) {
      return formula.gradient_slope(to_widest_type(b), to_widest_type(grad)).to(b.scalar_type());
    });
  }

 private:
  ActivationPtr activation_;
  std::size_t index_;
  std::vector<c10::IValue> parameters_;
};

class GateOperator : public Operator {
 public:
  GateOperator(std::size_t gate, std::string name, std::vector<std::string> tensors, std::string parameters)
      : Operator(std::move(name), std::move(tensors), std::move(parameters)), gating_(gate) {}
  bool has_dimension() const override { return true; }

 protected:
  /// The derivative of a * f(b) along the tangent of x.
  Tensor along(const Tensor& tangent, const Tensor& x, std::int64_t dim) const {
    const auto [a, b] = halves_of(x, dim);
    const auto [tangent_a, tangent_b] = halves_of(tangent, dim);
    return tangent_a * gating_.value(b) + gating_.gradient(a * tangent_b, b);
  }

  Gating gating_;
};

class GateBackward final : public GateOperator {
 public:
  GateBackward(std::size_t gate, std::string name)
      : GateOperator(gate, std::move(name), {"grad_output", "input"}, ", int dim") {}

  // One pass for each half.
  Tensor compute(const Arguments& arguments) const override {
    const Tensor &grad = arguments[0], &x = arguments[1];
    const std::int64_t dim = dimension_of(arguments);
    const CompiledActivation compiled = gating_.compiled();
    const Tensor grad_x = allocate(arguments);
    const auto [a, b] = halves_of(x, dim);
    const auto [grad_a, grad_b] = halves_of(grad_x, dim);
    map_into(grad_a, compiled.kernels->gate, compiled.formula, grad, b);
    map_into(grad_b, compiled.kernels->gate_backward, compiled.formula, a, b, grad);
    return grad_x;
  }
  Tensor define(const Arguments& arguments) const override {
    const auto [a, b] = halves_of(arguments[1], dimension_of(arguments));
    const Tensor& grad = arguments[0];
    const Tensor parts =
        at::cat({gating_.product_in_compute_type(grad, b), gating_.gradient_in_compute_type(grad, a, b)},
                arguments.parameters()[0].toInt());
    return parts.to(a.scalar_type());
  }
  Tensor allocate(const Arguments& arguments) const override {
    dimension_of(arguments);
    return empty_in_order_of(arguments[1], arguments[1].scalar_type());
  }

  // The gradient of x is that of the number <grad, a * f(b)>, so its derivative by x is symmetric.
  Tensor vjp(std::size_t i, const Tensor& u, const SavedCall& call) const override {
    const std::int64_t dim = call.parameters[0].toInt();
    if (i == 0) return along(u, call.tensors[1], dim);
    const auto [a, b] = halves_of(call.tensors[1], dim);
    const auto [of_a, of_b] = halves_of(u, dim);
    const Tensor& grad = call.tensors[0];
    return at::cat(
        {gating_.gradient(grad * of_b, b), gating_.gradient(grad * of_a, b) + gating_.second(grad * a * of_b, b)}, dim);
  }
  Tensor jvp(std::size_t i, const Tensor& tangent, const SavedCall& call) const override {
    if (i == 0) return (*this)({tangent, call.tensors[1]}, call.parameters);
    return vjp(i, tangent, call);
  }
};

// One pass. The composed form would allocate a tensor for each step.
class GateForward final : public GateOperator {
 public:
  GateForward(std::size_t gate, std::string name, const Operator& backward)
      : GateOperator(gate, std::move(name), {"input"}, ", int dim=-1"), backward_(backward) {}

  Tensor compute(const Arguments& arguments) const override {
    const CompiledActivation compiled = gating_.compiled();
    const auto [a, b] = halves_of(arguments[0], dimension_of(arguments));
    return map(compiled.kernels->gate, compiled.formula, a, b);
  }
  Tensor define(const Arguments& arguments) const override {
    const auto [a, b] = halves_of(arguments[0], dimension_of(arguments));
    return gating_.product_in_compute_type(a, b).to(a.scalar_type());
  }
  Tensor allocate(const Arguments& arguments) const override {
    const Tensor& x = arguments[0];
    return empty_in_order_of(halves_of(x, dimension_of(arguments)).a, x.scalar_type());
  }

  Tensor vjp(std::size_t, const Tensor& grad, const SavedCall& call) const override {
    return backward_({grad, call.tensors[0]}, call.parameters);
  }
  Tensor jvp(std::size_t, const Tensor& tangent, const SavedCall& call) const override {
    return along(tangent, call.tensors[0], call.parameters[0].toInt());
  }

 private:
  const Operator& backward_;
};

}  // namespace

DimensionOperators gate_operators(std::size_t gate) {
  const std::string name(gates[gate].name);
  DimensionOperators result;
  result.backward = std::make_unique<GateBackward>(gate, name + "_backward");
  result.forward = std::make_unique<GateForward>(gate, name, *result.backward);
  return result;
}

torch::Tensor apply_gate(std::string_view name, const torch::Tensor& x, std::int64_t dim) {
  for (std::size_t i = 0; i < gates.size(); ++i) {
    if (gates[i].name == name) return (*operators().gates[i].forward)({x}, {c10::IValue(dim)});
  }
  std::vector<std::string_view> known;
  known.reserve(gates.size());
  for (const Gate& gate : gates) known.push_back(gate.name);
  throw UsageError(unknown_name("gate", name, known));
}

}  // namespace actlab
