#pragma once

#include <torch/csrc/autograd/function.h>
#include <torch/csrc/autograd/saved_variable.h>

#include <memory>
#include <string>
#include <vector>

#include "torch/autograd/operator.h"
#include "torch/autograd/torch_version.h"

#if ACTLAB_HAS_COMPILED_AUTOGRAD
#include <torch/csrc/dynamo/compiled_autograd.h>
#endif

namespace actlab {

/// A node of the autograd graph: the gradients of an operator's tensors. As torch's own nodes, and no
/// torch::autograd::Function, which functorch refuses in C++.
class OperatorNode final : public torch::autograd::TraceableFunction {
 public:
  OperatorNode(const Operator& of, const Arguments& arguments);

  /// After the call, if the derivatives need its result.
  void save_result(const torch::Tensor& result);

  torch::autograd::variable_list apply(torch::autograd::variable_list&& grads) override;
  std::string name() const override { return operator_.node_name(); }
  void release_variables() override;

#if ACTLAB_HAS_COMPILED_AUTOGRAD
  void compiled_args(torch::dynamo::autograd::CompiledNodeArgs& args) ACTLAB_COMPILED_ARGS_CONST override;
  torch::autograd::variable_list apply_with_saved(const torch::autograd::variable_list& grads,
                                                  torch::dynamo::autograd::SwapSavedVariables& saved) override;
#endif

 private:
  SavedCall unpacked();

  const Operator& operator_;
  std::vector<torch::autograd::SavedVariable> tensors_;  // those that are not saved are undefined
  torch::autograd::SavedVariable result_;
  std::vector<c10::IValue> parameters_;
};

}  // namespace actlab
