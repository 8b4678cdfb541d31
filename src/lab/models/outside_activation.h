#pragma once

#include <filesystem>
#include <memory>
#include <optional>
#include <string>
#include <utility>
#include <vector>

#include "catalogue/activation.h"
#include "core/argument_texts.h"
#include "lab/config/node.h"

namespace actlab {

/// An activation that is no declaration of the catalogue: an expression of TorchScript, or an operator that a shared
/// library registers. It has no kernels, so that only an engine that works on tensors can train it.
class OutsideActivation : public Activation {
 public:
  /// As a config writes it: {script: …}, or {plugin: …, op: …}.
  const Node& written() const { return written_; }

  const Spec& spec() const override { return spec_; }
  std::vector<Parameter> parameters() const override { return {}; }
  std::vector<Kink> kinks() const override { return {}; }
  bool is_row_wise() const override { return false; }
  std::optional<CompiledActivation> compiled() const override { return std::nullopt; }

 protected:
  OutsideActivation(std::string name, std::string formula, std::string_view source, Node written)
      : name_(std::move(name)), formula_(std::move(formula)), written_(std::move(written)) {
    spec_.name = name_;
    spec_.formula = formula_;
    spec_.source = source;
  }

 private:
  std::string name_, formula_;
  Spec spec_;
  Node written_;
};

// What reading a config asks of tensors. eager/outside_activation.cpp has it.

/// expression: of x alone, "x * torch.sigmoid(1.702 * x)". Throws UsageError where it is no activation: it changes
/// shape or dtype, or no gradient comes back through it.
std::shared_ptr<const OutsideActivation> make_script_activation(const std::string& expression);
/// Likewise.
std::shared_ptr<const OutsideActivation> make_plugin_activation(const std::filesystem::path& library,
                                                                const std::string& op, const ArgumentTexts& arguments);

/// Throws UsageError where it cannot take what a hidden layer gives, [samples, units], in training or otherwise.
void try_on_tensors(const Activation& activation);

}  // namespace actlab
