#include <actlab/gradcheck.h>
#include <torch/autograd.h>

#include <iostream>

using torch::Tensor;
using torch::autograd::AutogradContext;
using torch::autograd::tensor_list;

struct Cube : torch::autograd::Function<Cube> {
  static Tensor forward(AutogradContext* context, const Tensor& x) {
    context->save_for_backward({x});
    return x * x * x;
  }
  static tensor_list backward(AutogradContext* context, const tensor_list& grad_outputs) {
    const Tensor x = context->get_saved_variables()[0];
    return {grad_outputs[0] * 3 * x * x};
  }
};

int main() {
  const auto cube = [](const Tensor& x) { return Cube::apply(x); };
  const auto x = torch::randn({3, 4}, torch::kDouble).requires_grad_();
  std::cout << actlab::gradcheck(cube, {x}) << '\n';  // throws GradcheckError if the gradient is wrong
  std::cout << actlab::gradgradcheck(cube, {x}) << '\n';
  std::cout << actlab::battery(cube, [](torch::IntArrayRef shape) -> actlab::Tensors {
    return {torch::randn(shape, torch::kDouble)};
  }) << '\n';

  // A gradient that is twice too large, and the report about it.
  const auto doubled = [](const Tensor& t) { return 2 * Cube::apply(t) - Cube::apply(t).detach(); };
  const auto report = actlab::gradcheck(doubled, {x}, {.raise_exception = false});
  std::cout << report << '\n' << actlab::to_json(report) << '\n';
  return report.cause() == actlab::Cause::constant_factor ? 0 : 1;
}
