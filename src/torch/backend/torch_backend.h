#pragma once

#include "lab/tensor_backend.h"

namespace actlab {

/// The backend of the program that is linked with LibTorch.
class TorchBackend final : public TensorBackend {
 public:
  void require() const override {}
  std::unique_ptr<Engine> make_eager_engine() const override;
  ActivationPtr make_script_activation(const std::string& expression) const override;
  ActivationPtr make_plugin_activation(const std::filesystem::path& library, const std::string& op,
                                       const ArgumentTexts& arguments) const override;
  void check_hidden_layer(const Activation& activation) const override;
  ActivationPortrait portrait(const Activation& activation) const override;
  std::vector<TabulatedValue> tabulate(const TabulateConfig& config) const override;
  void write_state_dict(const std::filesystem::path& path, const NamedArrays& weights) const override;
};

}  // namespace actlab
