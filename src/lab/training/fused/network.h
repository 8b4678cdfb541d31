#pragma once

#include <cstdint>
#include <memory>
#include <optional>
#include <span>
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

/// A multi-layer perceptron with the gradients and moments of its weights. It is trained in blocks of samples, sized so
/// that all activations of a block fit into the fast caches.
class Network {
 public:
  /// Initialises the weights with initial_parameters and throws as that does. Every activation must be element-wise.
  Network(const ModelConfig& config, std::int64_t features, const Loss& loss, std::uint32_t seed);

  Network(const Network&) = delete;  // narrow_ points into this object
  Network& operator=(const Network&) = delete;

  /// Computes the gradient of the mean loss over the batch, and the sums of loss and correct answers if `score`.
  LossSums gradient(const SampleMatrix& batch, bool score);

  /// Sums of loss and correct answers over a sample. Does not change the gradient. `predictions`, unless it is empty,
  /// receives the class of each sample that the outputs select.
  LossSums evaluate(const SampleMatrix& samples, std::span<std::int32_t> predictions = {});

  /// Statistics of each layer over a sample. Overwrites the gradient.
  std::vector<LayerStatistics> layer_statistics(const SampleMatrix& samples);

  /// Updates the weights with the gradient.
  void update(const UpdateRule& rule, const Step& step);

  /// The divisor of the mean loss: the number of samples, for mse times the number of outputs.
  std::int64_t terms(const SampleMatrix& samples) const;

  /// Parameters and their gradients, with the names and shapes of initial_parameters.
  NamedArrays weights() const { return named(weights_); }
  NamedArrays gradients() const { return named(gradient_); }

 private:
  // Copies the weights of `other`, without merging layers.
  enum class Unmerged {};
  Network(const Network& other, Unmerged);

  // A row of a layer's weights has the weights of its inputs and its bias. In a wide layer it is padded to whole
  // registers with zeros, which every optimizer keeps at zero.
  struct Layer {
    std::int64_t inputs = 0, outputs = 0;
    std::int64_t row = 0;           // floats between the weights of two units
    std::int64_t offset = 0;        // of its weights in weights_, gradient_ …
    bool is_wide = false;           // one sample per row
    ActivationPtr activation{};     // null for the last layer
    CompiledActivation compiled{};  // its kernels
    ActivatedProducts in_registers{};
    bool keeps_derivative = false;  // training computes it with the output and saves it instead of the input
    // Learned parameters of the activation, at `learned_offset` in weights_: one per unit or one for all.
    std::int64_t learned_count = 0, learned_offset = 0;
    std::string learned_name{};
    // Offsets in activations_: the argument of df (or the derivative), the output of f, the gradient of the layer's
    // output. The row after the output of f is all ones, the input that the next layer's bias multiplies.
    std::int64_t saved = 0, y = 0, d = 0;
  };

  enum class Purpose { training, scores };
  void forward(const Block& block, Purpose purpose);
  void activate(const Layer& layer, std::int64_t columns, Purpose purpose);
  void backward(const Block& block);
  LossSums loss(const Block& block, bool want_gradient, float scale, bool score);
  void predict(std::span<std::int32_t> predictions) const;
  void count(const Layer& layer, const Block& block, UnitCounts& counts);
  void add_layers(const ModelConfig& config, std::int64_t features, std::int64_t outputs);
  void take_weights(const NamedArrays& parameters);
  bool is_linear() const;
  void merge_passes();
  void lay_out_activations();
  template <class Run> void for_each_run(const Layer& layer, std::int64_t columns, const Run& run) const;
  void activate_backward(const Layer& layer, std::int64_t columns);
  void activate_learned(const Layer& layer, std::int64_t columns);
  void activate_learned_backward(const Layer& layer, std::int64_t columns);
  void learn(const Layer& layer, std::int64_t columns);
  const float* parameter_row(const Layer& layer, std::int64_t unit);
  // Where a layer's sums are before its activation.
  float* sums_of(const Layer& layer) { return at(layer.keeps_derivative ? layer.y : layer.saved); }
  float* at(std::int64_t offset) { return activations_.data() + offset; }
  const float* at(std::int64_t offset) const { return activations_.data() + offset; }
  NamedArrays named(const AlignedFloats& values) const;

  static const HiddenKernels& hidden_kernels_for(const CompiledActivation& compiled);
  bool is_narrow() const;
  std::optional<std::size_t> narrow_shape() const;
  bool is_staged() const;
  void lay_out_narrow();
  NarrowPass narrow_pass(const Block& block);
  void merge_weights();
  void spread_gradient();
  void begin_gradient();
  void end_gradient();

  Loss::Kind loss_;
  std::vector<Layer> layers_;  // as in the config
  // The layers that samples pass through, some of them merged. The softmax of two logits depends only on their
  // difference, so that a last layer with two outputs becomes one with the difference of the weights. Layers with only
  // the identity between them become one layer. The weights of a merged layer follow those of layers_ in weights_ and
  // gradient_ and are recomputed for every gradient.
  std::vector<Layer> passes_;
  bool merges_logits_ = false;
  std::optional<LinearMap> linear_{};
  std::unique_ptr<Network> unmerged_{};  // of a linear network, for its layer statistics; created when needed
  std::int64_t parameters_ = 0;          // floats of weights_ that the optimizer updates
  std::int64_t block_ = 0;               // samples per block, a multiple of `lanes`
  std::int64_t stride_ = 0;              // floats between two rows of activations_
  AlignedFloats weights_, gradient_, first_, second_;
  AlignedFloats activations_;
  AlignedFloats parameter_row_, terms_;  // rows of a block for learned parameters; else empty
  // Layers and gradient sums of a narrow network, which has its own kernels; else empty.
  std::vector<NarrowLayer> narrow_;
  NarrowKernels narrow_kernels_{};
  StagedKernels staged_{};  // instead, if the activation is a pass of its own
  AlignedFloats lane_sums_;
};

}  // namespace actlab::fused
