#include "torch/eager/tabulate.h"

#include <torch/autograd.h>
#include <torch/types.h>

#include <algorithm>
#include <utility>

#include "catalogue/activation.h"
#include "torch/autograd/apply.h"

namespace actlab {
namespace {

torch::Tensor tensor_of(const std::vector<std::vector<double>>& lines) {
  const auto columns = static_cast<std::int64_t>(lines.front().size());
  torch::Tensor x = torch::empty({static_cast<std::int64_t>(lines.size()), columns}, torch::kDouble);
  for (std::size_t i = 0; i < lines.size(); ++i) {
    std::copy(lines[i].begin(), lines[i].end(), x.data_ptr<double>() + static_cast<std::int64_t>(i) * columns);
  }
  return x;
}

// The derivative of sum(mask * y) with respect to x; zeros if y does not depend on x.
torch::Tensor derivative(const torch::Tensor& y, const torch::Tensor& x, const torch::Tensor& mask) {
  if (!y.requires_grad()) return torch::zeros_like(x);
  const torch::Tensor gradient = torch::autograd::grad({y}, {x}, {mask}, true, true, true)[0];
  return gradient.defined() ? gradient : torch::zeros_like(x);
}

// Derivatives of orders 1 to `count` of each y[i] with respect to x[i]. An element-wise activation needs a single pass,
// a row-wise one a pass for each element.
std::vector<torch::Tensor> own_derivatives(const Activation& activation, const torch::Tensor& x, std::int64_t count) {
  std::vector<torch::Tensor> orders(static_cast<std::size_t>(count));
  for (torch::Tensor& order : orders) order = torch::zeros_like(x);
  const std::int64_t passes = activation.is_row_wise() ? x.numel() : 1;
  for (std::int64_t i = 0; i < passes; ++i) {
    const torch::Tensor at = x.detach().clone().requires_grad_();
    torch::Tensor mask = activation.is_row_wise() ? torch::zeros_like(x) : torch::ones_like(x);
    if (activation.is_row_wise()) mask.view(-1)[i] = 1;
    torch::Tensor y = apply(activation, at);
    for (torch::Tensor& order : orders) {
      y = derivative(y, at, mask);
      order += y.detach() * mask;
    }
  }
  return orders;
}

}  // namespace

std::vector<TabulatedValue> tabulate(const TabulateConfig& config) {
  const torch::Tensor x = tensor_of(config.at.lines());
  const std::int64_t columns = x.size(1);
  std::vector<TabulatedValue> values;
  for (const ActivationPtr& activation : config.activations.for_layers(1)) {
    const std::string name = to_string(*activation);
    const torch::Tensor y = apply(*activation, x).contiguous();
    const std::vector<torch::Tensor> orders = own_derivatives(*activation, x, config.derivatives);
    for (std::int64_t i = 0; i < x.numel(); ++i) {
      TabulatedValue value{name, i / columns, i % columns, x.data_ptr<double>()[i], y.data_ptr<double>()[i], {}};
      for (const torch::Tensor& order : orders) value.derivatives.push_back(order.data_ptr<double>()[i]);
      values.push_back(std::move(value));
    }
  }
  return values;
}

}  // namespace actlab
