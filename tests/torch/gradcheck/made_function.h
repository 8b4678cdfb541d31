#pragma once

#include <torch/autograd.h>
#include <torch/types.h>

#include <cstddef>
#include <memory>

#include "actlab/gradcheck.h"

/// An autograd Function defined by two functions at run time, so that many of them compile as fast as one.
namespace made {

using actlab::Tensors;
using torch::Tensor;

struct Rule {
  /// Returns the outputs, followed by other tensors to save. Runs without recording gradients.
  std::function<Tensors(const Tensors& x)> forward;
  /// x: the inputs; saved: all results of forward; both are tracked by autograd. Returns a gradient for each input.
  std::function<Tensors(const Tensors& x, const Tensors& saved, const Tensors& grads)> backward;
  std::size_t outputs = 1;
  bool materialize_grads = true;
};

struct RuleFunction : torch::autograd::Function<RuleFunction> {
  static torch::autograd::tensor_list forward(torch::autograd::AutogradContext* context, const Rule* rule,
                                              at::TensorList x) {
    Tensors results = rule->forward(x.vec());
    Tensors saved = x.vec();
    saved.insert(saved.end(), results.begin(), results.end());
    context->save_for_backward(saved);
    context->set_materialize_grads(rule->materialize_grads);
    context->saved_data["rule"] = reinterpret_cast<std::int64_t>(rule);
    context->saved_data["inputs"] = static_cast<std::int64_t>(x.size());
    results.resize(rule->outputs);
    return results;
  }

  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext* context,
                                               const torch::autograd::tensor_list& grads) {
    const auto* rule = reinterpret_cast<const Rule*>(context->saved_data["rule"].toInt());
    const auto inputs = context->saved_data["inputs"].toInt();
    const Tensors all = context->get_saved_variables();
    const Tensors x(all.begin(), all.begin() + inputs), saved(all.begin() + inputs, all.end());
    Tensors result = rule->backward(x, saved, grads);
    result.insert(result.begin(), Tensor());  // the gradient of the rule argument
    return result;
  }
};

/// The function that applies this rule, which it keeps alive.
inline actlab::TensorFunction function(Rule rule) {
  return [kept = std::make_shared<const Rule>(std::move(rule))](const Tensors& x) {
    return RuleFunction::apply(kept.get(), at::TensorList(x));
  };
}

using Unary = Tensor (*)(const Tensor& x);
using UnaryGradient = Tensor (*)(const Tensor& x, const Tensor& y, const Tensor& grad);

/// y = f(x), with its gradient.
inline actlab::TensorFunction unary(Unary f, UnaryGradient gradient) {
  return function({[f](const Tensors& x) { return Tensors{f(x[0])}; },
                   [gradient](const Tensors& x, const Tensors& saved, const Tensors& grads) {
                     return Tensors{gradient(x[0], saved[0], grads[0])};
                   }});
}

using Several = Tensors (*)(const Tensors& x);
using SeveralGradients = Tensors (*)(const Tensors& x, const Tensors& saved, const Tensors& grads);

/// A function of several inputs and one output; forward may return further tensors to save.
inline actlab::TensorFunction several(Several f, SeveralGradients gradients) {
  return function({f, gradients});
}

}  // namespace made
