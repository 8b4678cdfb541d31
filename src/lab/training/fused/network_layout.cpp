// The parameters of a network and where they and the activations are in memory.
#include <algorithm>

#include "lab/models/architecture.h"
#include "lab/models/init.h"
#include "lab/training/fused/network.h"

namespace actlab::fused {
namespace {

// The activations of a block should fit into the L1 cache. Wide networks get the smallest block that still amortises
// the sums over lanes.
constexpr std::int64_t cache_floats = 32 * 1024 / 4;
constexpr std::int64_t min_block = 256, max_block = 2048, block_step = 64;

std::int64_t block_size(std::int64_t rows) {
  const std::int64_t fitting = cache_floats / rows / block_step * block_step;
  return std::clamp(fitting, min_block, max_block);
}

// The activation of a staged network is one pass over all rows of a block, which are next to each other. An odd number
// of steps keeps the distance between them from being a large power of two.
std::int64_t staged_block_size(std::int64_t rows) {
  const std::int64_t steps = std::clamp(cache_floats / rows, block_step, max_block) / block_step;
  return (steps % 2 == 0 ? steps - 1 : steps) * block_step;
}

// The name in initial_parameters.
std::string learned_name(std::size_t layer, const LearnedParameter& learned) {
  return std::to_string(2 * layer + 1) + "." + std::string(learned.name);
}

}  // namespace

Network::Network(const ModelConfig& config, std::int64_t features, const Loss& loss, std::uint32_t seed)
    : loss_(loss.kind), merges_logits_(loss.kind == Loss::Kind::cross_entropy && loss.outputs == 2) {
  const NamedArrays parameters = initial_parameters(config, features, loss.outputs, seed);
  add_layers(config, features, loss.outputs);
  passes_ = layers_;
  merge_passes();
  take_weights(parameters);
  merge_weights();
  lay_out_activations();
  if (is_narrow() || is_staged()) lay_out_narrow();
}

Network::Network(const Network& other, Unmerged)
    : loss_(other.loss_),
      layers_(other.layers_),
      passes_(other.layers_),
      parameters_(other.parameters_),
      weights_(other.weights_),
      gradient_(other.gradient_.size()) {
  lay_out_activations();
}

void Network::add_layers(const ModelConfig& config, std::int64_t features, std::int64_t outputs) {
  const std::vector<std::int64_t> width = widths(config, features, outputs);
  const std::vector<ActivationPtr> activations = config.activation.for_layers(config.hidden.size());
  for (std::size_t l = 0; l + 1 < width.size(); ++l) {
    Layer layer;
    layer.inputs = width[l];
    layer.outputs = width[l + 1];
    layer.is_wide = l == 0 && layer.inputs >= SampleMatrix::wide;
    layer.row = layer.is_wide ? padded(layer.inputs + 1) : layer.inputs + 1;
    layer.offset = parameters_;
    parameters_ += layer.outputs * layer.row;
    if (l < activations.size()) {
      layer.activation = activations[l];
      layer.compiled = layer.activation->compiled().value();
      if (const auto learned = layer.activation->learned()) {
        layer.learned_count = learned->per_channel ? layer.outputs : 1;
        layer.learned_name = learned_name(l, *learned);
      } else {
        layer.in_registers = hidden_kernels_for(layer.compiled).products;
        layer.keeps_derivative =
            layer.in_registers.forward == nullptr && layer.compiled.kernels->forward_with_derivative.run != nullptr;
        if (layer.keeps_derivative) layer.in_registers.backward = kernels().multiply_with_derivative;
      }
    }
    layers_.push_back(std::move(layer));
  }
  for (Layer& layer : layers_) {
    layer.learned_offset = parameters_;
    parameters_ += layer.learned_count;
  }
  parameters_ = padded(parameters_);
}

void Network::take_weights(const NamedArrays& parameters) {
  auto next = parameters.begin();
  for (const Layer& layer : layers_) {
    const std::vector<float>& weight = (next++)->values;
    const std::vector<float>& bias = (next++)->values;
    for (std::int64_t u = 0; u < layer.outputs; ++u) {
      float* row = weights_.data() + layer.offset + u * layer.row;
      std::copy_n(weight.data() + u * layer.inputs, layer.inputs, row);
      row[layer.inputs] = bias[static_cast<std::size_t>(u)];
    }
    if (layer.learned_count > 0)
      std::copy_n((next++)->values.data(), layer.learned_count, weights_.data() + layer.learned_offset);
  }
}

void Network::lay_out_activations() {
  std::int64_t rows = 0;
  for (Layer& layer : passes_) {
    layer.saved = rows;
    if (layer.activation && layer.activation->spec().saved == Saved::input) rows += layer.outputs;
    layer.y = rows;
    rows += layer.outputs + (layer.activation ? 1 : 0);
    layer.d = rows;
    rows += layer.outputs;
  }
  const std::int64_t all_rows = rows;
  rows += std::min(layers_.front().inputs + 1, SampleMatrix::wide);
  if (is_staged()) {
    rows -= passes_.front().outputs;  // the gradient of the hidden layer's outputs stays in registers
    stride_ = block_ = staged_block_size(rows);
  } else {
    block_ = block_size(rows);
    // Rows that are a power of two apart share cache sets, so that loads wait for stores to other rows.
    stride_ = block_ + lanes;
  }
  activations_.assign(static_cast<std::size_t>(all_rows * stride_), 0.0f);
  if (std::any_of(passes_.begin(), passes_.end(), [](const Layer& layer) { return layer.learned_count > 0; })) {
    parameter_row_.assign(static_cast<std::size_t>(stride_), 0.0f);
    terms_.assign(static_cast<std::size_t>(stride_), 0.0f);
  }
  for (Layer& layer : passes_) {
    layer.saved *= stride_;
    layer.y *= stride_;
    layer.d *= stride_;
    if (layer.activation) std::fill_n(at(layer.y) + layer.outputs * stride_, stride_, 1.0f);
  }
}

NamedArrays Network::named(const AlignedFloats& values) const {
  NamedArrays arrays;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    NamedArray weight{std::to_string(2 * l) + ".weight", {layer.outputs, layer.inputs}, {}};
    NamedArray bias{std::to_string(2 * l) + ".bias", {layer.outputs}, {}};
    for (std::int64_t u = 0; u < layer.outputs; ++u) {
      const float* row = values.data() + layer.offset + u * layer.row;
      weight.values.insert(weight.values.end(), row, row + layer.inputs);
      bias.values.push_back(row[layer.inputs]);
    }
    arrays.push_back(std::move(weight));
    arrays.push_back(std::move(bias));
    if (layer.learned_count == 0) continue;
    const float* learned = values.data() + layer.learned_offset;
    arrays.push_back({layer.learned_name, {layer.learned_count}, {learned, learned + layer.learned_count}});
  }
  return arrays;
}

}  // namespace actlab::fused
