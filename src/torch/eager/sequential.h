#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "torch/eager/mlp.h"

namespace actlab {

/// Dense layers with an activation after each, including the last. Example: layer_sizes {784, 128, 64, 10} with
/// activations {"relu", "relu", "softmax"} has 784 inputs, two hidden layers and ten probabilities as outputs.
/// Parameters are named as in torch.nn.Sequential(Linear, activation, …), including those that activations learn.
class Sequential : public torch::nn::Module {
 public:
  /// Initialises as torch.nn.Linear, with random numbers from a torch CPU generator with this seed. Throws UsageError
  /// for fewer than two sizes, a size below 1, a different number of activations and layers, and an unknown name.
  Sequential(const std::vector<std::int64_t>& layer_sizes, const std::vector<std::string>& activations,
             std::uint32_t seed = 0);

  /// inputs: float32 [samples, layer_sizes.front()]. Returns [samples, layer_sizes.back()].
  torch::Tensor forward(const torch::Tensor& inputs) const;

  const std::vector<std::shared_ptr<Dense>>& layers() const { return layers_; }
  const std::vector<ActivationPtr>& activations() const { return activations_; }

 private:
  std::vector<std::shared_ptr<Dense>> layers_;
  std::vector<ActivationPtr> activations_;
  std::vector<std::shared_ptr<LearnedActivation>> learned_;  // of each activation; null if it learns nothing
};

}  // namespace actlab
