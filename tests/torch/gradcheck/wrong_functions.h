#pragma once

#include <torch/autograd.h>
#include <torch/types.h>

#include <string>

/// Functions with one error each. Most are variants of silu(x) = x * sigmoid(x).
namespace wrong {

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::Function;
using torch::autograd::tensor_list;

/// silu's forward; `Derived::gradient(x, grad_output)` is its backward.
template <class Derived> struct SiluWith : Function<Derived> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    context->save_for_backward({x});
    return x * torch::sigmoid(x);
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grads) {
    return {Derived::gradient(context->get_saved_variables()[0], grads[0])};
  }
  static Tensor derivative(const Tensor& x) {
    const Tensor s = torch::sigmoid(x);
    return s + x * s * (1 - s);
  }
};

struct Right : SiluWith<Right> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) { return grad * derivative(x); }
};
struct FactorOfTwo : SiluWith<FactorOfTwo> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) { return 2 * grad * derivative(x); }
};
struct Sign : SiluWith<Sign> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) { return -grad * derivative(x); }
};
struct MissingTerm : SiluWith<MissingTerm> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) { return grad * torch::sigmoid(x); }
};
struct IgnoredGradOutput : SiluWith<IgnoredGradOutput> {
  static Tensor gradient(const Tensor& x, const Tensor&) { return derivative(x); }
};
struct SignOfGradOutput : SiluWith<SignOfGradOutput> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) { return grad.sign() * derivative(x); }
};
struct DetachedGradOutput : SiluWith<DetachedGradOutput> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) { return grad.detach() * derivative(x); }
};
struct DetachedInput : SiluWith<DetachedInput> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) { return grad * derivative(x.detach()); }
};
struct RandomBackward : SiluWith<RandomBackward> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) {
    return grad * (derivative(x) + 1e-9 * torch::rand_like(x.detach()));
  }
};
struct NoGradient : SiluWith<NoGradient> {
  static Tensor gradient(const Tensor&, const Tensor&) { return Tensor(); }
};
struct FloatGradient : SiluWith<FloatGradient> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) { return (grad * derivative(x)).to(torch::kFloat); }
};
struct FailsOnEmpty : SiluWith<FailsOnEmpty> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) {
    return grad * derivative(x) + 0 * grad.max();  // the maximum of no elements
  }
};

struct ReluWithoutBranch : Function<ReluWithoutBranch> {
  static Tensor forward(AutogradContext*, const Tensor& x) { return torch::relu(x); }
  static tensor_list backward(AutogradContext*, const tensor_list& grads) { return {grads[0].clone()}; }
};

/// Reads grad_output as if it were contiguous.
struct AssumesContiguity : SiluWith<AssumesContiguity> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) {
    return torch::from_blob(grad.data_ptr(), grad.sizes(), grad.options()) * derivative(x);
  }
};
/// Throws on a non-contiguous grad_output.
struct ViewsGradOutput : SiluWith<ViewsGradOutput> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) {
    return grad.view({-1}).view(x.sizes()) * derivative(x);
  }
};

/// Modifies grad_output in place, and so the caller's tensor.
struct OverwritesGradOutput : SiluWith<OverwritesGradOutput> {
  static Tensor gradient(const Tensor& x, const Tensor& grad) {
    const Tensor data = grad.variable_data();
    return data.mul_(derivative(x));
  }
};

/// Correct in the first order; treats sigmoid(x) as a constant in the second.
struct SavedIntermediate : Function<SavedIntermediate> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    const Tensor s = torch::sigmoid(x);
    context->save_for_backward({x, s});
    return x * s;
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grads) {
    const auto saved = context->get_saved_variables();
    const Tensor &x = saved[0], &s = saved[1];
    return {grads[0] * (s + x * s * (1 - s))};
  }
};

struct DiagonalSoftmax : Function<DiagonalSoftmax> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    const Tensor p = torch::softmax(x, -1);
    context->save_for_backward({p});
    return p;
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grads) {
    const Tensor p = context->get_saved_variables()[0];
    return {grads[0] * p * (1 - p)};
  }
};

/// Requests undefined gradients but does not handle them.
struct UndefinedNotHandled : Function<UndefinedNotHandled> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    context->save_for_backward({x});
    context->set_materialize_grads(false);
    return x * x;
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grads) {
    return {grads[0] * 2 * context->get_saved_variables()[0]};
  }
};

/// Two outputs, x^2 and x^3. Handles an undefined gradient of the second but not of the first.
struct FirstOfTwoUndefined : Function<FirstOfTwoUndefined> {
  static tensor_list forward(AutogradContext* context, const Tensor& x) {
    context->save_for_backward({x});
    context->set_materialize_grads(false);
    return {x * x, x * x * x};
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grads) {
    const Tensor x = context->get_saved_variables()[0];
    if (!grads[0].defined()) return {Tensor()};
    const Tensor of_square = grads[0] * 2 * x;
    return {grads[1].defined() ? of_square + grads[1] * 3 * x * x : of_square};
  }
};

/// x^2, with the input saved where autograd's version check does not see it.
struct HiddenInput : Function<HiddenInput> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    context->saved_data["x"] = x;
    return x * x;
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grads) {
    return {grads[0] * 2 * context->saved_data["x"].toTensor()};
  }
};

/// exp, with the output kept in saved_data: the cycle output -> graph -> output is never freed.
struct HoldsItsOutput : Function<HoldsItsOutput> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    const Tensor y = torch::exp(x);
    context->saved_data["y"] = y;
    return y;
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grads) {
    return {grads[0] * context->saved_data["y"].toTensor()};
  }
};

/// x^2, with a backward that modifies its saved tensor.
struct StaleBuffer : Function<StaleBuffer> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    context->saved_data["twice"] = 2 * x.detach();
    return x * x;
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grads) {
    const Tensor twice = context->saved_data["twice"].toTensor();
    const Tensor result = grads[0] * twice;
    twice.mul_(0.5);
    return {result};
  }
};

/// x^2, reading the input as if it were contiguous.
struct ReadsPastStrides : Function<ReadsPastStrides> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    context->save_for_backward({x});
    const Tensor dense = torch::from_blob(x.data_ptr(), x.sizes(), x.options().requires_grad(false)).clone();
    return dense * dense;
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grads) {
    return {grads[0] * 2 * context->get_saved_variables()[0]};
  }
};

/// a * b, where b's gradient is a factor of three too large.
struct OneInputWrong : Function<OneInputWrong> {
  static Tensor forward(AutogradContext* context, const Tensor& a, const Tensor& b) {
    context->save_for_backward({a, b});
    return a * b;
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grads) {
    const auto saved = context->get_saved_variables();
    return {grads[0] * saved[1], 3 * grads[0] * saved[0]};
  }
};

}  // namespace wrong
