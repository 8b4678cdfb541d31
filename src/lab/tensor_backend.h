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

/// Everything that needs tensors. The layers core, catalogue, lab and show use LibTorch only through this interface.
/// torch/backend implements it with LibTorch. app/handover implements it by replacing the process with the program that
/// has LibTorch. Main creates a backend and passes it on. Thread-safe.
///
/// The first call of a function may restart the program with the same command line. So call `require` before creating
/// anything that the restarted program would create again.
class TensorBackend {
 public:
  virtual ~TensorBackend() = default;

  /// Returns only in a process that has LibTorch. Throws std::runtime_error if LibTorch is not available.
  virtual void require() const = 0;

  /// The engine that uses torch modules, autograd and torch::optim. Supports every model.
  virtual std::unique_ptr<Engine> make_eager_engine() const = 0;

  /// An activation from a TorchScript expression of x, e.g. "x * torch.sigmoid(1.702 * x)". Throws UsageError if it
  /// does not compile, has other variables, changes the shape or dtype of its input [samples, units], or propagates no
  /// gradient.
  virtual ActivationPtr make_script_activation(const std::string& expression) const = 0;

  /// An activation from an operator that a shared library registers. The library stays loaded. Throws UsageError if the
  /// library cannot be loaded, for an unknown operator or argument, and for an operator that is not an activation: see
  /// make_script_activation.
  virtual ActivationPtr make_plugin_activation(const std::filesystem::path& library, const std::string& op,
                                               const ArgumentTexts& arguments) const = 0;

  /// Throws UsageError if the activation fails on the output of a hidden layer, [samples, units], in training or
  /// evaluation. Examples: softmax over a dimension that does not exist, rrelu with lower > upper.
  virtual void check_hidden_layer(const Activation& activation) const = 0;

  /// The portrait of any activation, in float64. Needed for activations without kernels: row-wise activations, scripts
  /// and plugins.
  virtual ActivationPortrait portrait(const Activation& activation) const = 0;

  /// Every activation of the config at every point, in float64, ordered by activation, line and place. The activations
  /// must be resolved.
  virtual std::vector<TabulatedValue> tabulate(const TabulateConfig& config) const = 0;

  /// Writes a state_dict for Python's `torch.load`, either completely or not at all. Throws std::runtime_error if the
  /// file cannot be written.
  virtual void write_state_dict(const std::filesystem::path& path, const NamedArrays& weights) const = 0;
};

}  // namespace actlab
