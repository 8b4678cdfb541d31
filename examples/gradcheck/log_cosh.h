#pragma once

#include <torch/types.h>

#include <torch/autograd.h>

/// ln(cosh(x)), a loss that is quadratic near zero and linear far from it, with a derivative of its own: tanh(x).
struct LogCosh : torch::autograd::Function<LogCosh> {
  static torch::Tensor forward(torch::autograd::AutogradContext* context, const torch::Tensor& x) {
    context->save_for_backward({x});
    return x.abs() + torch::log1p(torch::exp(-2 * x.abs())) - 0.6931471805599453;  // cosh(x) would overflow
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               const torch::autograd::tensor_list& grad_outputs) {
    const torch::Tensor x = context->get_saved_variables()[0];
    return {grad_outputs[0] * torch::tanh(x)};
  }
};

inline torch::Tensor log_cosh(const torch::Tensor& x) {
  return LogCosh::apply(x);
}
