#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "core/matrix.h"
#include "lab/models/config.h"

namespace actlab {

/// The same numbers as a tensor, which must not outlive what it is of.
torch::Tensor as_tensor(const NamedArray& array);
torch::Tensor as_tensor(const Matrix& matrix);

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
/// torch.nn.Sequential(Linear, activation, Linear, …); see initial_parameters.
class Mlp : public torch::nn::Module {
 public:
  /// Starts from initial_parameters, and throws what that throws.
  Mlp(const ModelConfig& config, std::int64_t features, std::int64_t outputs, std::uint32_t seed);

  /// Takes these values for its own; every name must be one of its parameters'.
  void load(const NamedArrays& parameters);

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

}  // namespace actlab
