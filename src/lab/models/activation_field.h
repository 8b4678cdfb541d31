#pragma once

#include <filesystem>
#include <functional>
#include <nlohmann/json_fwd.hpp>
#include <string>
#include <string_view>
#include <variant>
#include <vector>

#include "catalogue/activation.h"
#include "core/argument_texts.h"
#include "lab/config/fields.h"

namespace actlab {

/// `{script: x * torch.sigmoid(x)}`: an expression of TorchScript in terms of x.
struct ScriptSource {
  std::string expression;
};

/// `{plugin: libmine.so, op: my::op, arguments: {name: value}}`: an operator registered by a shared library.
struct PluginSource {
  std::filesystem::path library;
  std::string op;
  ArgumentTexts arguments;
};

/// One activation as a config gives it. An activation of the catalogue is plain data and made when it is read; a script
/// or plug-in needs tensors and is only described.
struct GivenActivation {
  std::variant<ActivationPtr, ScriptSource, PluginSource> source;
  Location location;  ///< for problems found when it is resolved
  std::string path;
};

/// The activation of a config: `relu`, `{leaky_relu: {negative_slope: 0.1}}`, a script, a plug-in, or a list of these,
/// one per hidden layer. Reading runs no script and loads no library; `resolve` (see resolve.h) is what does.
class ActivationField : public CustomField {
 public:
  ActivationField();  ///< relu
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  /// One activation for every hidden layer. A single one is repeated; a list must have `layers` of them (checked where
  /// the model's depth is known: see `size`). Throws std::logic_error where a script or plug-in is not resolved.
  std::vector<ActivationPtr> for_layers(std::size_t layers) const;
  /// Number of activations given: 1 for a single one that serves all layers.
  std::size_t size() const { return given_.size(); }
  bool is_list() const { return is_list_; }

  /// Makes the activation of each one given. `make` returns null where it cannot.
  void resolve(const std::function<ActivationPtr(const GivenActivation&)>& make);

 private:
  void set(std::vector<GivenActivation> given);

  std::vector<GivenActivation> given_;
  std::vector<ActivationPtr> activations_;  // of each given; null until resolved
  bool is_list_ = false;
};

}  // namespace actlab
