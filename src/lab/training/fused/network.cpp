#include "lab/training/fused/network.h"

#include <algorithm>
#include <cstring>

#include "catalogue/kernels/kernel_table.h"
#include "lab/models/architecture.h"
#include "lab/models/init.h"

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

// The name in initial_parameters.
std::string learned_name(std::size_t layer, const LearnedParameter& learned) {
  return std::to_string(2 * layer + 1) + "." + std::string(learned.name);
}

// Uses memset, because a loop is slow for small networks.
void clear(AlignedFloats& values) {
  if (values.empty()) return;  // whose data() may be null
  std::memset(values.data(), 0, values.size() * sizeof(float));
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
  if (is_narrow()) lay_out_narrow();
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
  block_ = block_size(rows + std::min(layers_.front().inputs + 1, SampleMatrix::wide));
  // Rows that are a power of two apart share cache sets, so that loads wait for stores to other rows.
  stride_ = block_ + lanes;
  activations_.assign(static_cast<std::size_t>(rows * stride_), 0.0f);
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

// Calls `run` with ranges of floats: once for a full block, including the gaps between its rows, else once per row.
template <class Run> void Network::for_each_run(const Layer& layer, std::int64_t columns, const Run& run) const {
  if (columns == block_) return run(0, layer.outputs * stride_);
  for (std::int64_t r = 0; r < layer.outputs; ++r) run(r * stride_, columns);
}

void Network::forward(const Block& block) {
  if (!narrow_.empty()) return narrow_kernels_.forward(narrow_pass(block));
  const Kernels& k = kernels();
  const float* x = block.inputs;
  std::int64_t x_row = block.input_row;
  for (const Layer& layer : passes_) {
    const float* w = weights_.data() + layer.offset;
    const bool in_registers = layer.in_registers.forward != nullptr && !layer.is_wide;
    if (layer.is_wide) {
      k.row_dots({.a = w,
                  .a_row = layer.row,
                  .b = x,
                  .b_row = x_row,
                  .c = at(layer.saved),
                  .c_row = stride_,
                  .rows = layer.outputs,
                  .others = block.samples,
                  .depth = layer.row});
    } else {
      (in_registers ? layer.in_registers.forward : k.multiply)({.a = w,
                                                                .a_row = layer.row,
                                                                .a_column = 1,
                                                                .b = x,
                                                                .b_row = x_row,
                                                                .c = at(layer.saved),
                                                                .c_row = stride_,
                                                                .rows = layer.outputs,
                                                                .depth = layer.inputs,
                                                                .columns = block.columns,
                                                                .bias = w + layer.inputs,
                                                                .formula = layer.compiled.formula,
                                                                .other = at(layer.y)});
    }
    if (layer.learned_count > 0) {
      activate_learned(layer, block.columns);
    } else if (layer.activation && !in_registers) {
      for_each_run(layer, block.columns, [&](std::int64_t first, std::int64_t n) {
        layer.compiled.kernels->forward.f32.run(layer.compiled.formula, at(layer.saved) + first, at(layer.y) + first,
                                                n);
      });
    }
    x = at(layer.y);
    x_row = stride_;
  }
}

// Multiplies the gradient of a layer's outputs by the activation's derivative, in place.
void Network::activate_backward(const Layer& layer, std::int64_t columns) {
  if (layer.learned_count > 0) return activate_learned_backward(layer, columns);
  for_each_run(layer, columns, [&](std::int64_t first, std::int64_t n) {
    float* d = at(layer.d) + first;
    layer.compiled.kernels->backward.f32.run(layer.compiled.formula, at(layer.saved) + first, d, d, n);
  });
}

void Network::backward(const Block& block) {
  if (!narrow_.empty()) return narrow_kernels_.backward(narrow_pass(block));
  const Kernels& k = kernels();
  for (std::size_t l = passes_.size(); l-- > 0;) {
    const Layer& layer = passes_[l];
    const float* d = at(layer.d);
    float* g = gradient_.data() + layer.offset;
    if (layer.is_wide) {
      // A wide sample ends with a 1, which the bias multiplies, so that this includes the gradient of the biases.
      k.multiply({.a = d,
                  .a_row = stride_,
                  .a_column = 1,
                  .b = block.inputs,
                  .b_row = block.input_row,
                  .c = g,
                  .c_row = layer.row,
                  .rows = layer.outputs,
                  .depth = block.samples,
                  .columns = layer.row,
                  .add_to_c = true});
      return;
    }
    const Layer* below = l == 0 ? nullptr : &passes_[l - 1];
    k.row_dots({.a = d,
                .a_row = stride_,
                .b = below ? at(below->y) : block.inputs,
                .b_row = below ? stride_ : block.input_row,
                .c = g,
                .c_row = layer.row,
                .rows = layer.outputs,
                .others = layer.inputs + 1,
                .depth = block.columns,
                .add_to_c = true});
    if (!below) return;
    const bool in_registers = below->in_registers.backward != nullptr;
    (in_registers ? below->in_registers.backward : k.multiply)({.a = weights_.data() + layer.offset,
                                                                .a_row = 1,
                                                                .a_column = layer.row,
                                                                .b = d,
                                                                .b_row = stride_,
                                                                .c = at(below->d),
                                                                .c_row = stride_,
                                                                .rows = layer.inputs,
                                                                .depth = layer.outputs,
                                                                .columns = block.columns,
                                                                .formula = below->compiled.formula,
                                                                .other = at(below->saved)});
    if (below->learned_count > 0) learn(*below, block.columns);
    if (!in_registers) activate_backward(*below, block.columns);
  }
}

void Network::begin_gradient() {
  clear(gradient_);
  clear(lane_sums_);
}

void Network::end_gradient() {
  for (std::size_t l = 0; l < narrow_.size(); ++l) {
    kernels().add_lanes(narrow_[l].sums, gradient_.data() + passes_[l].offset,
                        narrow_[l].outputs * (narrow_[l].inputs + 1));
  }
  spread_gradient();
}

LossSums Network::loss(const Block& block, bool want_gradient, float scale, bool score) {
  const Layer& last = passes_.back();
  const Loss::Kind loss = merges_logits_ ? Loss::Kind::bce : loss_;
  return kernels().loss[static_cast<std::size_t>(loss)]({.z = at(last.y),
                                                         .d = want_gradient ? at(last.d) : nullptr,
                                                         .row = stride_,
                                                         .value_row = block.value_row,
                                                         .outputs = last.outputs,
                                                         .columns = block.columns,
                                                         .samples = block.samples,
                                                         .labels = block.labels,
                                                         .values = block.values,
                                                         .scale = scale,
                                                         .score = score});
}

namespace {

// Calls `visit` for each block of a sample and adds up the results.
template <class Visit> LossSums over_blocks(const SampleMatrix& samples, std::int64_t block, const Visit& visit) {
  LossSums total;
  for (std::int64_t first = 0; first < samples.size(); first += block) {
    const LossSums part = visit(samples.block(first, std::min(block, samples.size() - first)));
    total.loss += part.loss;
    total.correct += part.correct;
    total.probe += part.probe;
  }
  return total;
}

}  // namespace

LossSums Network::gradient(const SampleMatrix& batch, bool score) {
  begin_gradient();
  const float scale = 1.0f / static_cast<float>(terms(batch));
  const LossSums total = over_blocks(batch, block_, [&](const Block& block) {
    forward(block);
    const LossSums sums = loss(block, true, scale, score);
    backward(block);
    return sums;
  });
  end_gradient();
  return total;
}

LossSums Network::evaluate(const SampleMatrix& samples) {
  return over_blocks(samples, block_, [&](const Block& block) {
    forward(block);
    return loss(block, false, 0.0f, true);
  });
}

void Network::update(const UpdateRule& rule, const Step& step) {
  kernels().update(rule, step, weights_.data(), gradient_.data(), first_.data(), second_.data(), parameters_);
  merge_weights();
}

std::int64_t Network::terms(const SampleMatrix& samples) const {
  return samples.size() * (loss_ == Loss::Kind::mse ? layers_.back().outputs : 1);
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
