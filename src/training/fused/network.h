#pragma once

#include <torch/types.h>

#include <cstdint>
#include <string>
#include <utility>
#include <vector>

#include "activations/activation.h"
#include "models/config.h"
#include "training/fused/aligned.h"
#include "training/fused/kernels.h"
#include "training/fused/samples.h"
#include "training/health.h"

namespace actlab::fused {

/// A multi-layer perceptron with the gradients and moments of its weights, trained block by block: a block is as many
/// samples as keep all activations of the network in the fast caches.
class Network {
 public:
  /// Weights as Mlp would draw them for the same config and seed. Every activation must be element-wise.
  Network(const ModelConfig& config, std::int64_t features, std::int64_t outputs, Loss loss, std::uint32_t seed);

  /// Sets the gradient to that of the mean loss over the batch, and sums up loss and right answers where `score`.
  LossSums gradient(const SampleMatrix& batch, bool score);

  /// Sums of loss and right answers over a sample, without touching the gradient.
  LossSums evaluate(const SampleMatrix& samples);

  /// How each layer fares on a sample. Overwrites the gradient.
  std::vector<LayerHealth> health(const SampleMatrix& samples);

  /// One step along the gradient.
  void update(const UpdateRule& rule, const Step& step);

  /// What the mean loss divides the sum by: samples, for mse times outputs.
  std::int64_t terms(const SampleMatrix& samples) const;

  /// Weights and biases, or their gradients, named and shaped as in Mlp.
  std::vector<std::pair<std::string, torch::Tensor>> weights() const { return named(weights_); }
  std::vector<std::pair<std::string, torch::Tensor>> gradients() const { return named(gradient_); }

 private:
  // A row of a layer's weights is its inputs, its bias, and zeros up to a whole number of registers, which stay zero
  // under every optimizer.
  struct Layer {
    std::int64_t inputs, outputs;
    std::int64_t row;               // floats from an output's weights to the next's
    std::int64_t offset;            // of its weights in weights_, gradient_ …
    ActivationPtr activation{};     // none after the last layer
    CompiledActivation compiled{};  // its kernels
    // Offsets in activations_: of what df wants, of f's output, of the gradient of the layer's output.
    std::int64_t saved = 0, y = 0, d = 0;
  };

  void forward(const Block& block);
  void backward(const Block& block);
  LossSums loss(const Block& block, bool want_gradient, float scale, bool score);
  void count(const Layer& layer, const Block& block, UnitCounts& counts);
  void activate(const Layer& layer, std::int64_t columns);
  void activate_backward(const Layer& layer, std::int64_t columns);
  float* at(std::int64_t offset) { return activations_.data() + offset; }
  std::vector<std::pair<std::string, torch::Tensor>> named(const AlignedFloats& values) const;

  Loss loss_;
  std::vector<Layer> layers_;
  std::int64_t block_ = 0;  // samples of a block, a multiple of `lanes`
  AlignedFloats weights_, gradient_, first_, second_;
  AlignedFloats activations_;
};

}  // namespace actlab::fused
