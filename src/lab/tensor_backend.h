#pragma once

#include <filesystem>
#include <memory>
#include <string>
#include <vector>

#include "catalogue/activation.h"
#include "core/argument_texts.h"
#include "core/matrix.h"

namespace actlab {

struct ActivationPortrait;
class Engine;
struct TabulateConfig;
struct TabulatedValue;

/// Everything that only tensors can do, and the only way in which core, catalogue, lab and show reach LibTorch.
/// torch/backend implements it with LibTorch; app/handover implements it by replacing the process with the program that
/// has LibTorch. A main creates one and passes it on. Threads may share it.
///
/// A function called here for the first time may restart the program, with the same command line: call `require`
/// before creating anything that the restarted program would create again.
class TensorBackend {
 public:
  virtual ~TensorBackend() = default;

  /// Returns only in a process that has LibTorch. Throws std::runtime_error where LibTorch cannot be reached.
  virtual void require() const = 0;

  /// The engine of torch modules, autograd and torch::optim, which trains every model.
  virtual std::unique_ptr<Engine> make_eager_engine() const = 0;

  /// expression: TorchScript in terms of x alone, "x * torch.sigmoid(1.702 * x)". Throws UsageError where it does not
  /// compile, changes the shape or dtype of [samples, units], or does not propagate a gradient.
  virtual ActivationPtr make_script_activation(const std::string& expression) const = 0;

  /// An operator registered by a shared library, which stays loaded. Throws UsageError for a library that cannot be
  /// loaded, an unknown operator or argument, and an operator that is not an activation (see above).
  virtual ActivationPtr make_plugin_activation(const std::filesystem::path& library, const std::string& op,
                                               const ArgumentTexts& arguments) const = 0;

  /// Throws UsageError where the activation cannot take the output of a hidden layer, [samples, units], in training or
  /// in evaluation: softmax over a dimension that does not exist, rrelu with lower > upper.
  virtual void check_hidden_layer(const Activation& activation) const = 0;

  /// The portrait of any activation, in float64. Needed for activations without kernels: row-wise ones, scripts,
  /// plug-ins.
  virtual ActivationPortrait portrait(const Activation& activation) const = 0;

  /// Every activation of the config at every place, in float64, ordered by activation, line and place. The config's
  /// activations must be resolved.
  virtual std::vector<TabulatedValue> tabulate(const TabulateConfig& config) const = 0;

  /// Writes a state_dict that Python's `torch.load` reads, completely or not at all. Throws std::runtime_error where
  /// the file cannot be written.
  virtual void write_state_dict(const std::filesystem::path& path, const NamedArrays& weights) const = 0;
};

}  // namespace actlab
