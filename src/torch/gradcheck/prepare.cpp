#include "torch/gradcheck/prepare.h"

#include <ATen/ATen.h>
#include <c10/util/StringUtil.h>
#include <torch/autograd.h>

#include <algorithm>
#include <functional>
#include <map>

#include "torch/gradcheck/layouts.h"

namespace actlab::detail {
namespace {

/// Makes an input of the function from the dense tensor that is varied instead.
using Rebuild = std::function<torch::Tensor(const torch::Tensor&)>;

struct Variable {
  torch::Tensor dense;
  Rebuild rebuild;
};

torch::Tensor as_leaf(const torch::Tensor& tensor) {
  return tensor.detach().clone().requires_grad_();
}

bool is_strided(const torch::Tensor& tensor) {
  return tensor.defined() && tensor.layout() == torch::kStrided;
}

// to_sparse_csr with a derivative, which LibTorch 1 lacks.
struct ToCsr : torch::autograd::Function<ToCsr> {
  static torch::Tensor forward(torch::autograd::AutogradContext*, const torch::Tensor& x) { return x.to_sparse_csr(); }
  static torch::autograd::tensor_list backward(torch::autograd::AutogradContext*,
                                               const torch::autograd::tensor_list& grads) {
    return {dense(grads[0])};
  }
};

Variable specified_elements(const torch::Tensor& sparse) {
  const torch::Tensor whole = sparse.detach().coalesce();
  return {as_leaf(whole.values()),
          [indices = whole.indices(), sizes = whole.sizes().vec()](const torch::Tensor& values) {
            // Not torch::sparse_coo_tensor, which makes a leaf.
            return at::sparse_coo_tensor(indices, values, sizes, values.options().layout(torch::kSparse));
          }};
}

Variable variable_of(const torch::Tensor& input, bool masked) {
  const auto layout = input.layout();
  if (layout == torch::kSparse && masked) return specified_elements(input);
  const torch::Tensor values = as_leaf(input.detach().to_dense());
  if (layout == torch::kSparse) return {values, [](const torch::Tensor& x) { return x.to_sparse(); }};
  if (layout == torch::kMkldnn) return {values, [](const torch::Tensor& x) { return x.to_mkldnn(); }};
  if (layout == torch::kSparseCsr && !masked) return {values, [](const torch::Tensor& x) { return ToCsr::apply(x); }};
  TORCH_CHECK(false, masked ? "with the option masked, only sparse inputs of the layout COO can be checked"
                            : "only the layouts strided, COO, CSR and mkldnn can be checked");
}

// Replaces the inputs without strides. Returns why one cannot be.
std::optional<Finding> make_dense(Tensors& inputs, std::map<std::size_t, Rebuild>& rebuilds, bool masked) {
  for (const std::size_t i : differentiable_indices(inputs)) {
    const std::string kind = inputs[i].toString();
    std::string why;
    try {
      if (inputs[i].is_meta()) why = "it has no values (meta)";
      if (inputs[i].is_nested()) why = "a nested tensor has no strides";
      if (why.empty() && is_strided(inputs[i])) continue;
      if (why.empty()) {
        const Variable variable = variable_of(inputs[i], masked);
        if (!variable.rebuild(variable.dense).requires_grad())
          why = "this version of LibTorch does not record the conversion of its layout";
        inputs[i] = variable.dense;
        rebuilds[i] = variable.rebuild;
      }
    } catch (const std::exception& error) {
      why = message_of(error);
    }
    if (why.empty()) continue;
    return Finding{Cause::unsupported,
                   c10::str("input ", i, " (", kind, ") cannot be varied element by element: ", why,
                            ". Give a dense tensor, and convert it inside the function."),
                   {},
                   {i}};
  }
  return std::nullopt;
}

void separate(Tensors& inputs) {
  const std::vector<std::size_t> checked = differentiable_indices(inputs);
  for (const std::size_t i : checked) {
    for (std::size_t other = 0; other < inputs.size(); ++other) {
      const bool is_checked = std::find(checked.begin(), checked.end(), other) != checked.end();
      if (other == i || (is_checked && other < i) || !is_strided(inputs[other])) continue;
      if (inputs[other].is_same(inputs[i]) || !share_memory({inputs[i], inputs[other]})) continue;
      if (share_memory({inputs[i]}) || share_memory({inputs[other]})) continue;
      inputs[other] = inputs[other].detach().clone().requires_grad_(is_checked);
    }
  }
}

// The inputs that are not checked and that a call changes, with their values before.
std::map<std::size_t, torch::Tensor> changed_buffers(const TensorFunction& fn, const Tensors& inputs) {
  std::map<std::size_t, torch::Tensor> before;
  for (std::size_t i = 0; i < inputs.size(); ++i) {
    if (is_strided(inputs[i]) && !is_differentiable(inputs[i])) before[i] = inputs[i].detach().clone();
  }
  if (before.empty()) return before;
  try {
    fn(inputs);
  } catch (const std::exception&) {
    // The check reports it.
  }
  for (auto at = before.begin(); at != before.end();) {
    const torch::Tensor& now = inputs[at->first];
    const bool changed = now.sizes() != at->second.sizes() || largest_difference(now, at->second) != 0;
    if (changed) now.variable_data().copy_(at->second);
    at = changed ? std::next(at) : before.erase(at);
  }
  return before;
}

}  // namespace

Prepared prepare(const TensorFunction& fn, const Tensors& inputs, const GradcheckOptions& options) {
  Prepared prepared{fn, inputs, {}, {}};
  std::map<std::size_t, Rebuild> rebuilds;
  prepared.failure = make_dense(prepared.inputs, rebuilds, options.masked);
  if (prepared.failure) return prepared;
  separate(prepared.inputs);
  const TensorFunction converting = [fn, rebuilds](const Tensors& from) {
    Tensors arguments = from;
    for (const auto& [i, rebuild] : rebuilds) arguments[i] = rebuild(from[i]);
    Tensors outputs = fn(arguments);
    for (torch::Tensor& output : outputs) output = dense(output);
    return outputs;
  };
  const auto buffers = changed_buffers(converting, prepared.inputs);
  for (const auto& [i, values] : buffers) {
    prepared.warnings.push_back(
        {Cause::modified_input,
         c10::str("the function writes into its input ", i,
                  ", which is not checked, as running statistics are. It is reset before each call."),
         {},
         {i}});
  }
  prepared.fn = converting;
  if (buffers.empty()) return prepared;
  prepared.fn = [converting, buffers](const Tensors& from) {
    for (const auto& [i, values] : buffers) from[i].variable_data().copy_(values);
    return converting(from);
  };
  return prepared;
}

}  // namespace actlab::detail
