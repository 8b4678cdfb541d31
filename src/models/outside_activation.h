#pragma once

#include <torch/types.h>

#include <filesystem>
#include <functional>
#include <memory>
#include <string>

#include "activations/activation.h"
#include "autograd/tensor_functions.h"
#include "config/node.h"
#include "plugin/registered_operator.h"

namespace actlab {

/// An activation that is no declaration of the catalogue: an expression of TorchScript, or an operator that a shared
/// library registers. It has no kernels, so that only an engine that works on tensors can train it.
class OutsideActivation final : public Activation, public TensorFunctions {
 public:
  /// expression: of x alone, "x * torch.sigmoid(1.702 * x)".
  static std::shared_ptr<const OutsideActivation> of_script(const std::string& expression);
  static std::shared_ptr<const OutsideActivation> of_plugin(const std::filesystem::path& library, const std::string& op,
                                                            const ArgumentTexts& arguments);

  /// As a config writes it: {script: …}, or {plugin: …, op: …}.
  const Node& written() const { return written_; }

  const Spec& spec() const override { return spec_; }
  std::vector<Parameter> parameters() const override { return {}; }
  std::vector<Kink> kinks() const override { return {}; }
  bool is_row_wise() const override { return false; }
  std::optional<CompiledActivation> compiled() const override { return std::nullopt; }
  const TensorFunctions* on_tensors() const override { return this; }
  torch::Tensor apply(const torch::Tensor& x) const override { return f_(x); }

 private:
  using Function = std::function<torch::Tensor(const torch::Tensor&)>;

  /// Throws UsageError where f is no activation: it changes shape or dtype, or no gradient comes back through it.
  OutsideActivation(std::string name, std::string formula, std::string_view source, Node written, Function f);

  std::string name_, formula_;
  Spec spec_;
  Node written_;
  Function f_;
};

}  // namespace actlab
