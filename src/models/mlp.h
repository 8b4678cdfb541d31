#pragma once

#include <torch/nn/module.h>
#include <torch/nn/modules/linear.h>

#include <cstdint>
#include <vector>

#include "models/config.h"

namespace actlab {

/// Linear layers with activations between them and none after the last. Parameters are named as in
/// torch.nn.Sequential(Linear, activation, Linear, …): "0.weight", "0.bias", "2.weight" …, so that a state_dict of ours
/// loads into one of Python's.
class Mlp : public torch::nn::Module {
 public:
  /// Weights are drawn from a torch CPU generator seeded with `seed`, in the order of construction.
  Mlp(const ModelConfig& config, std::int64_t features, std::int64_t outputs, std::uint32_t seed);

  /// inputs: float32 [samples, features]; gives logits (or predictions) [samples, outputs].
  torch::Tensor forward(const torch::Tensor& inputs);

  const std::vector<torch::nn::Linear>& layers() const { return layers_; }

 private:
  std::vector<torch::nn::Linear> layers_;
  std::vector<ActivationPtr> activations_;
};

/// Number of weights and biases.
std::int64_t parameter_count(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

/// "2-10-2 relu", for tables.
std::string describe(const ModelConfig& config, std::int64_t features, std::int64_t outputs);

}  // namespace actlab
