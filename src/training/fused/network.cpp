#include "training/fused/network.h"

#include <algorithm>

#include "activations/kernel_table.h"
#include "models/mlp.h"

namespace actlab::fused {
namespace {

// Blocks are sized so that a block's activations fill about this much: the L1 cache of today's processors. Wide
// networks get the least that still amortises the sums over lanes.
constexpr std::int64_t cache_floats = 32 * 1024 / 4;
constexpr std::int64_t least_block = 256, most_block = 2048, block_step = 64;

std::int64_t block_size(std::int64_t rows) {
  const std::int64_t fitting = cache_floats / rows / block_step * block_step;
  return std::clamp(fitting, least_block, most_block);
}

}  // namespace

Network::Network(const ModelConfig& config, std::int64_t features, std::int64_t outputs, Loss loss, std::uint32_t seed)
    : loss_(loss) {
  const Mlp mlp(config, features, outputs, seed);
  const auto activations = config.activation.for_layers(config.hidden.size());
  std::int64_t offset = 0, rows = 0;
  for (std::size_t l = 0; l < mlp.layers().size(); ++l) {
    const std::int64_t inputs = l == 0 ? features : config.hidden[l - 1];
    const bool last = l + 1 == mlp.layers().size();
    Layer layer{
        .inputs = inputs, .outputs = last ? outputs : config.hidden[l], .row = padded(inputs + 1), .offset = offset};
    if (!last) {
      layer.activation = activations[l];
      layer.compiled = activations[l]->compiled().value();
    }
    offset += layer.outputs * layer.row;
    const bool keeps_input = layer.activation && layer.activation->spec().saved == Saved::input;
    layer.saved = rows;
    layer.y = keeps_input ? rows += layer.outputs : rows;
    layer.d = rows += layer.outputs;
    rows += layer.outputs;
    layers_.push_back(layer);
  }
  block_ = block_size(rows + std::min(features, SampleMatrix::wide));
  activations_.assign(static_cast<std::size_t>(rows * block_), 0.0f);
  for (Layer& layer : layers_) {
    layer.saved *= block_;
    layer.y *= block_;
    layer.d *= block_;
  }
  for (AlignedFloats* values : {&weights_, &gradient_, &first_, &second_})
    values->assign(static_cast<std::size_t>(offset), 0.0f);
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    const float* weight = mlp.layers()[l]->weight.data_ptr<float>();
    const float* bias = mlp.layers()[l]->bias.data_ptr<float>();
    for (std::int64_t o = 0; o < layer.outputs; ++o) {
      float* row = weights_.data() + layer.offset + o * layer.row;
      std::copy_n(weight + o * layer.inputs, layer.inputs, row);
      row[layer.inputs] = bias[o];
    }
  }
}

// A full block is one run of floats; of the last, shorter one each row is.
void Network::activate(const Layer& layer, std::int64_t columns) {
  const auto run = layer.compiled.kernels->forward.f32.run;
  const std::int64_t rows = columns == block_ ? 1 : layer.outputs,
                     n = columns == block_ ? layer.outputs * block_ : columns;
  for (std::int64_t r = 0; r < rows; ++r) {
    run(layer.compiled.formula, at(layer.saved) + r * block_, at(layer.y) + r * block_, n);
  }
}

void Network::activate_backward(const Layer& layer, std::int64_t columns) {
  const auto run = layer.compiled.kernels->backward.f32.run;
  const std::int64_t rows = columns == block_ ? 1 : layer.outputs,
                     n = columns == block_ ? layer.outputs * block_ : columns;
  for (std::int64_t r = 0; r < rows; ++r) {
    float* d = at(layer.d) + r * block_;
    run(layer.compiled.formula, at(layer.saved) + r * block_, d, d, n);
  }
}

void Network::forward(const Block& block) {
  const Kernels& k = kernels();
  const float* x = block.inputs;
  std::int64_t x_row = block.input_row;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    const float* w = weights_.data() + layer.offset;
    float* z = at(layer.saved);
    if (l == 0 && layer.inputs >= SampleMatrix::wide) {
      k.row_dots({.a = w,
                  .a_row = layer.row,
                  .b = x,
                  .b_row = x_row,
                  .c = z,
                  .c_row = block_,
                  .rows = layer.outputs,
                  .others = block.samples,
                  .depth = layer.row});
    } else {
      k.multiply({.a = w,
                  .a_row = layer.row,
                  .a_column = 1,
                  .b = x,
                  .b_row = x_row,
                  .c = z,
                  .c_row = block_,
                  .rows = layer.outputs,
                  .depth = layer.inputs,
                  .columns = block.columns,
                  .bias = w + layer.inputs});
    }
    if (layer.activation) activate(layer, block.columns);
    x = at(layer.y);
    x_row = block_;
  }
}

void Network::backward(const Block& block) {
  const Kernels& k = kernels();
  for (std::size_t l = layers_.size(); l-- > 0;) {
    const Layer& layer = layers_[l];
    const float* w = weights_.data() + layer.offset;
    float* g = gradient_.data() + layer.offset;
    const float* d = at(layer.d);
    if (l == 0 && layer.inputs >= SampleMatrix::wide) {
      // A wide sample ends in the 1 that the bias multiplies, so that this is the gradient of the biases too.
      k.multiply({.a = d,
                  .a_row = block_,
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
    const Layer* below = l == 0 ? nullptr : &layers_[l - 1];
    k.row_dots({.a = d,
                .a_row = block_,
                .b = below ? at(below->y) : block.inputs,
                .b_row = below ? block_ : block.input_row,
                .c = g,
                .c_row = layer.row,
                .rows = layer.outputs,
                .others = layer.inputs,
                .depth = block.columns,
                .add_to_c = true});
    k.row_sums({.a = d,
                .a_row = block_,
                .c = g + layer.inputs,
                .c_row = layer.row,
                .rows = layer.outputs,
                .depth = block.columns});
    if (!below) return;
    k.multiply({.a = w,
                .a_row = 1,
                .a_column = layer.row,
                .b = d,
                .b_row = block_,
                .c = at(below->d),
                .c_row = block_,
                .rows = layer.inputs,
                .depth = layer.outputs,
                .columns = block.columns});
    activate_backward(*below, block.columns);
  }
}

LossSums Network::loss(const Block& block, bool want_gradient, float scale, bool score) {
  const Layer& last = layers_.back();
  return kernels().loss[static_cast<std::size_t>(loss_)]({.z = at(last.y),
                                                          .d = want_gradient ? at(last.d) : nullptr,
                                                          .row = block_,
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

// Calls `visit` for the blocks of a sample and adds up what it returns.
template <class Visit>
LossSums over_blocks(const SampleMatrix& samples, std::int64_t block, const Visit& visit) {
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
  std::fill(gradient_.begin(), gradient_.end(), 0.0f);
  const float scale = 1.0f / static_cast<float>(terms(batch));
  return over_blocks(batch, block_, [&](const Block& block) {
    forward(block);
    const LossSums sums = loss(block, true, scale, score);
    backward(block);
    return sums;
  });
}

LossSums Network::evaluate(const SampleMatrix& samples) {
  return over_blocks(samples, block_, [&](const Block& block) {
    forward(block);
    return loss(block, false, 0.0f, true);
  });
}

void Network::update(const UpdateRule& rule, const Step& step) {
  kernels().update(rule, step, weights_.data(), gradient_.data(), first_.data(), second_.data(),
                   static_cast<std::int64_t>(weights_.size()));
}

std::int64_t Network::terms(const SampleMatrix& samples) const {
  return samples.size() * (loss_ == Loss::mse ? layers_.back().outputs : 1);
}

std::vector<std::pair<std::string, torch::Tensor>> Network::named(const AlignedFloats& values) const {
  std::vector<std::pair<std::string, torch::Tensor>> tensors;
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    torch::Tensor weight = torch::empty({layer.outputs, layer.inputs}), bias = torch::empty({layer.outputs});
    for (std::int64_t o = 0; o < layer.outputs; ++o) {
      const float* row = values.data() + layer.offset + o * layer.row;
      std::copy_n(row, layer.inputs, weight.data_ptr<float>() + o * layer.inputs);
      bias.data_ptr<float>()[o] = row[layer.inputs];
    }
    tensors.emplace_back(std::to_string(2 * l) + ".weight", weight);
    tensors.emplace_back(std::to_string(2 * l) + ".bias", bias);
  }
  return tensors;
}

}  // namespace actlab::fused
