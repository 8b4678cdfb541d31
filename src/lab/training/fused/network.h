#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <string>
#include <vector>

#include "catalogue/activation.h"
#include "core/matrix.h"
#include "lab/models/config.h"
#include "lab/training/fused/aligned.h"
#include "lab/training/fused/kernels.h"
#include "lab/training/fused/linear_map.h"
#include "lab/training/fused/samples.h"
#include "lab/training/layer_statistics.h"
#include "lab/training/loss.h"

namespace actlab::fused {

/// A multi-layer perceptron with the gradients and moments of its weights, trained block by block: a block is as many
/// samples as keep all activations of the network in the fast caches.
class Network {
 public:
  /// Starts from initial_parameters, and throws what that throws. Every activation must be element-wise.
  Network(const ModelConfig& config, std::int64_t features, const Loss& loss, std::uint32_t seed);

  Network(const Network&) = delete;  // its narrow layers point into it
  Network& operator=(const Network&) = delete;

  /// Sets the gradient to that of the mean loss over the batch, and sums up loss and right answers where `score`.
  LossSums gradient(const SampleMatrix& batch, bool score);

  /// Sums of loss and right answers over a sample, without touching the gradient.
  LossSums evaluate(const SampleMatrix& samples);

  /// How each layer fares on a sample. Overwrites the gradient.
  std::vector<LayerStatistics> layer_statistics(const SampleMatrix& samples);

  /// One step along the gradient.
  void update(const UpdateRule& rule, const Step& step);

  /// What the mean loss divides the sum by: samples, for mse times outputs.
  std::int64_t terms(const SampleMatrix& samples) const;

  /// Weights and biases, or their gradients, named and shaped as in initial_parameters.
  NamedArrays weights() const { return named(weights_); }
  NamedArrays gradients() const { return named(gradient_); }

 private:
  // The same weights, and every layer passed through by itself.
  enum class Unmerged {};
  Network(const Network& other, Unmerged);

  // A row of a layer's weights is its inputs and its bias; in a layer of many features, zeros up to a whole number of
  // registers, which stay zero under every optimizer.
  struct Layer {
    std::int64_t inputs = 0, outputs = 0;
    std::int64_t row = 0;           // floats from a unit's weights to the next's
    std::int64_t offset = 0;        // of its weights in weights_, gradient_ …
    bool is_wide = false;           // samples stand one a row
    ActivationPtr activation{};     // none after the last layer
    CompiledActivation compiled{};  // its kernels
    ActivatedProducts in_registers{};
    // What its activation learns: as many numbers at `learned_offset` in weights_, one a unit or one for all.
    std::int64_t learned_count = 0, learned_offset = 0;
    std::string learned_name{};
    // Offsets in activations_: of what df wants, of f's output, of the gradient of the layer's output. The row after
    // f's outputs is all ones: the input that the next layer's bias multiplies.
    std::int64_t saved = 0, y = 0, d = 0;
  };

  void forward(const Block& block);
  void backward(const Block& block);
  LossSums loss(const Block& block, bool want_gradient, float scale, bool score);
  void count(const Layer& layer, const Block& block, UnitCounts& counts);
  void add_layers(const ModelConfig& config, std::int64_t features, std::int64_t outputs);
  void take_weights(const NamedArrays& parameters);
  bool is_linear() const;
  void merge_passes();
  void lay_out_activations();
  template <class Run>
  void for_each_run(const Layer& layer, std::int64_t columns, const Run& run) const;
  void activate_backward(const Layer& layer, std::int64_t columns);
  void activate_learned(const Layer& layer, std::int64_t columns);
  void activate_learned_backward(const Layer& layer, std::int64_t columns);
  void learn(const Layer& layer, std::int64_t columns);
  const float* parameter_row(const Layer& layer, std::int64_t unit);
  float* at(std::int64_t offset) { return activations_.data() + offset; }
  NamedArrays named(const AlignedFloats& values) const;

  bool is_narrow() const;
  void lay_out_narrow();
  NarrowPass narrow_pass(const Block& block);
  void merge_weights();
  void spread_gradient();
  void begin_gradient();
  void end_gradient();

  Loss::Kind loss_;
  std::vector<Layer> layers_;  // as the config has them
  // What samples pass through: the same layers, but for what is merged. The softmax of two logits depends on their
  // difference alone, so that a last layer of two is computed as one whose weights are the difference; and layers with
  // nothing but the identity between them are computed as the one that they amount to. Its weights come after those of
  // the layers in weights_ and gradient_, and are made anew for every gradient.
  std::vector<Layer> passes_;
  bool merges_logits_ = false;
  std::optional<LinearMap> linear_{};
  std::unique_ptr<Network> unmerged_{};  // of a linear network, for who asks about its layers; made when asked
  std::int64_t parameters_ = 0;          // floats of weights_ that an optimizer moves
  std::int64_t block_ = 0;               // samples of a block, a multiple of `lanes`
  std::int64_t stride_ = 0;              // floats from a row of activations_ to the next
  AlignedFloats weights_, gradient_, first_, second_;
  AlignedFloats activations_;
  AlignedFloats parameter_row_, terms_;  // rows of a block for what a layer's activation learns; empty without such
  // A network that is narrow all through goes through kernels of its own: these are its layers and gradient sums.
  std::vector<NarrowLayer> narrow_;
  NarrowKernels narrow_kernels_{};
  AlignedFloats lane_sums_;
};

}  // namespace actlab::fused
