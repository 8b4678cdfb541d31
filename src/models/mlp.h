#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "models/config.h"

namespace actlab {

/// y = x W^T + b, as torch.nn.Linear. torch::nn::Linear itself would first draw weights from the global generator,
/// which all threads share, only for them to be drawn again.
struct Dense : torch::nn::Module {
  /// The weights are not initialised.
  Dense(std::int64_t inputs, std::int64_t outputs);
  torch::Tensor forward(const torch::Tensor& x) const { return torch::linear(x, weight, bias); }

  torch::Tensor weight;  ///< [outputs, inputs]
  torch::Tensor bias;    ///< [outputs]
};

/// What an activation learns, as a module of its own: torch.nn.PReLU is one.
struct LearnedActivation : torch::nn::Module {
  LearnedActivation(const LearnedParameter& learned, std::int64_t features);

  torch::Tensor parameter;  ///< [1], or [features]
};

/// Dense layers with activations between them and none after the last. Parameters are named as in
/// torch.nn.Sequential(Linear, activation, Linear, …): "0.weight", "0.bias", "2.weight" …, and "1.weight" where the
/// activation learns one, so that a state_dict of ours loads into one of Python's.
class Mlp : public torch::nn::Module {
 public:
  /// Weights are drawn from a torch CPU generator seeded with `seed`, in the order of construction. Throws UsageError
  /// where a list of activations does not have one for each hidden layer, or weights given by hand do not fit.
  Mlp(const ModelConfig& config, std::int64_t features, std::int64_t outputs, std::uint32_t seed);

  /// inputs: float32 [samples, features]; gives logits (or predictions) [samples, outputs].
  torch::Tensor forward(const torch::Tensor& inputs) const;

  /// The same in training, where activations that are random draw from `noise`.
  torch::Tensor forward(const torch::Tensor& inputs, const at::Generator& noise) const;

  /// What the activation after layer `layer` makes of its outputs, with what it has learned.
  torch::Tensor activate(std::size_t layer, const torch::Tensor& z) const;

  const std::vector<std::shared_ptr<Dense>>& layers() const { return layers_; }
  /// One between each two layers.
  const std::vector<ActivationPtr>& activations() const { return activations_; }

 private:
  std::vector<std::shared_ptr<Dense>> layers_;
  std::vector<ActivationPtr> activations_;
  std::vector<std::shared_ptr<LearnedActivation>> learned_;  // as many, null where nothing is learned
};

/// Why weights that the config gives by hand do not fit these inputs and outputs; nothing where they do or none are
/// given.
std::optional<std::string> why_not(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

/// Number of weights and biases, and of what activations learn.
std::int64_t parameter_count(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

/// "2-10-2 relu", for tables: the widths, then the activation, or all of them where they differ.
std::string describe(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

}  // namespace actlab
