#pragma once

#include <torch/nn/module.h>
#include <torch/types.h>

#include <cstdint>
#include <memory>
#include <string>
#include <vector>

#include "torch/eager/mlp.h"

namespace actlab {

/// Dense layers, each with an activation behind it, the last one too: layer_sizes {784, 128, 64, 10} and activations
/// {"relu", "relu", "softmax"} are 784 inputs, two hidden layers and ten probabilities. Parameters are named as in
/// torch.nn.Sequential(Linear, activation, …); what an activation learns (prelu) is one of them.
class Sequential : public torch::nn::Module {
 public:
  /// Weights are torch.nn.Linear's, drawn from a torch CPU generator seeded with `seed`. Throws UsageError for fewer
  /// than two sizes or one below 1, another number of activations than of layers, and for an unknown name, with those
  /// there are.
  Sequential(const std::vector<std::int64_t>& layer_sizes, const std::vector<std::string>& activations,
             std::uint32_t seed = 0);

  /// inputs: float32 [samples, layer_sizes.front()]; gives [samples, layer_sizes.back()].
  torch::Tensor forward(const torch::Tensor& inputs) const;

  const std::vector<std::shared_ptr<Dense>>& layers() const { return layers_; }
  const std::vector<ActivationPtr>& activations() const { return activations_; }

 private:
  std::vector<std::shared_ptr<Dense>> layers_;
  std::vector<ActivationPtr> activations_;
  std::vector<std::shared_ptr<LearnedActivation>> learned_;  // as many, null where nothing is learned
};

}  // namespace actlab
