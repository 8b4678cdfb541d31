#pragma once

#include "app/cli/verbs.h"
#include "lab/tensor_backend.h"

namespace actlab {

/// The backend of `runner`, which is linked without LibTorch. Every function replaces this process with
/// `runner-libtorch` from the same folder, which starts again with the same command line. make_eager_engine() returns
/// an engine that does this on its first use. Throws std::runtime_error if that program cannot be started.
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

/// Declares a verb that `runner-libtorch` implements. Accepts any arguments, including `--help`, and passes them on.
Action declare_handover(CLI::App& app, const Program& program);

}  // namespace actlab
