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

/// `{script: x * torch.sigmoid(x)}`: a TorchScript expression of x.
struct ScriptSource {
  std::string expression;
};

/// `{plugin: libmine.so, op: my::op, arguments: {name: value}}`: an operator registered by a shared library.
struct PluginSource {
  std::filesystem::path library;
  std::string op;
  ArgumentTexts arguments;
};

/// One activation in a config. An activation of the catalogue is created when the config is read. A script or plugin
/// needs tensors and is created later, by ActivationResolver.
struct GivenActivation {
  std::variant<ActivationPtr, ScriptSource, PluginSource> source;
  Location location;  ///< with `path`, for problems found when it is resolved
  std::string path;
};

/// The activation of a model: `relu`, `{leaky_relu: {negative_slope: 0.1}}`, a script, a plugin, or a list of these,
/// one for each hidden layer. Reading compiles no script and loads no library; ActivationResolver does.
class ActivationField : public CustomField {
 public:
  ActivationField();  ///< relu
  void read(const Node& node, std::string_view path, Problems& problems) override;
  Node write() const override;
  nlohmann::json schema() const override;
  std::string allowed() const override;

  /// One activation for each hidden layer. A single activation is repeated `layers` times; a list is returned as it is,
  /// so the caller must compare `size` with the number of layers. Throws std::logic_error if one is not resolved.
  std::vector<ActivationPtr> for_layers(std::size_t layers) const;
  /// Number of activations in the config: 1 for a single one that is used for all layers.
  std::size_t size() const { return given_.size(); }
  bool is_list() const { return is_list_; }

  /// Creates each activation with `make`, which returns nullptr if it fails.
  void resolve(const std::function<ActivationPtr(const GivenActivation&)>& make);

 private:
  void set(std::vector<GivenActivation> given);

  std::vector<GivenActivation> given_;
  std::vector<ActivationPtr> activations_;  // one for each element of given_; null until resolved
  bool is_list_ = false;
};

}  // namespace actlab
