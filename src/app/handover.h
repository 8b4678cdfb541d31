#pragma once

#include "app/cli/verbs.h"
#include "lab/tensor_backend.h"

namespace actlab {

/// The backend of the program that is linked without LibTorch. Every function replaces this process with
/// `runner-libtorch`, which is beside its executable and starts again from the same command line; only the eager engine
/// can be created here, and does so when it is used. Throws std::runtime_error where that program cannot be started.
class Handover final : public TensorBackend {
 public:
  void require() const override;
  std::unique_ptr<Engine> make_eager_engine() const override;
  ActivationPtr make_script_activation(const std::string& expression) const override;
  ActivationPtr make_plugin_activation(const std::filesystem::path& library, const std::string& op,
                                       const ArgumentTexts& arguments) const override;
  void check_hidden_layer(const Activation& activation) const override;
  ActivationPortrait portrait(const Activation& activation) const override;
  std::vector<TabulatedValue> tabulate(const TabulateConfig& config) const override;
  void write_state_dict(const std::filesystem::path& path, const NamedArrays& weights) const override;
};

/// A verb of the other program. Takes any words, `--help` among them: only that program knows what they mean.
Action declare_handover(CLI::App& app, const Program& program);

}  // namespace actlab
