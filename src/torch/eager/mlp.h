#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <vector>

#include "core/matrix.h"
#include "lab/models/config.h"

namespace actlab {

/// A tensor that shares the values of the array, and must not outlive it.
torch::Tensor as_tensor(const NamedArray& array);
torch::Tensor as_tensor(const Matrix& matrix);

/// y = x W^T + b, as torch.nn.Linear. torch::nn::Linear itself is not used, because its constructor draws weights from
/// the global generator, which all threads share.
struct Dense : torch::nn::Module {
  /// The weights are not initialised.
  Dense(std::int64_t inputs, std::int64_t outputs);
  torch::Tensor forward(const torch::Tensor& x) const { return torch::linear(x, weight, bias); }

  torch::Tensor weight;  ///< [outputs, inputs]
  torch::Tensor bias;    ///< [outputs]
};

/// The learned parameter of an activation, as a module. So parameters have the same names as with torch.nn.PReLU.
struct LearnedActivation : torch::nn::Module {
  LearnedActivation(const LearnedParameter& learned, std::int64_t features);

  torch::Tensor parameter;  ///< [1], or [features]
};

/// A multi-layer perceptron: dense layers with activations between them, and none after the last. Parameters are named
/// as in torch.nn.Sequential(Linear, activation, Linear, …); see initial_parameters.
class Mlp : public torch::nn::Module {
 public:
  /// Sets the parameters to initial_parameters(…), and throws what that throws.
  Mlp(const ModelConfig& config, std::int64_t features, std::int64_t outputs, std::uint32_t seed);

  /// Sets parameters by name. Every name must exist.
  void load(const NamedArrays& parameters);

  /// inputs: float32 [samples, features]. Returns logits, or predictions for regression, [samples, outputs].
  torch::Tensor forward(const torch::Tensor& inputs) const;

  /// The forward pass in training, where random activations draw from `noise`.
  torch::Tensor forward(const torch::Tensor& inputs, const at::Generator& noise) const;

  /// Applies the activation after layer `layer`, with its learned parameter, to the outputs `z` of that layer.
  torch::Tensor activate(std::size_t layer, const torch::Tensor& z) const;

  const std::vector<std::shared_ptr<Dense>>& layers() const { return layers_; }
  /// activations()[i] is between layers()[i] and layers()[i + 1].
  const std::vector<ActivationPtr>& activations() const { return activations_; }

 private:
  std::vector<std::shared_ptr<Dense>> layers_;
  std::vector<ActivationPtr> activations_;
  std::vector<std::shared_ptr<LearnedActivation>> learned_;  // of each activation; null if it learns nothing
};

}  // namespace actlab
