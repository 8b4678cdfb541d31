#include "lab/training/fused/network.h"

#include <algorithm>
#include <cstring>

#include "catalogue/kernels/kernel_table.h"

namespace actlab::fused {
namespace {

// Uses memset, because a loop is slow for small networks.
void clear(AlignedFloats& values) {
  if (values.empty()) return;  // whose data() may be null
  std::memset(values.data(), 0, values.size() * sizeof(float));
}

}  // namespace

// Calls `run` with ranges of floats: once for a full block, including the gaps between its rows, else once per row.
template <class Run> void Network::for_each_run(const Layer& layer, std::int64_t columns, const Run& run) const {
  if (columns == block_) return run(0, layer.outputs * stride_);
  for (std::int64_t r = 0; r < layer.outputs; ++r) run(r * stride_, columns);
}

void Network::forward(const Block& block, Purpose purpose) {
  if (staged_.sums != nullptr) {
    const NarrowPass pass = narrow_pass(block);
    staged_.sums(pass);
    activate(passes_.front(), block.columns, purpose);
    return staged_.outputs(pass);
  }
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
                  .c = sums_of(layer),
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
                                                                .c = sums_of(layer),
                                                                .c_row = stride_,
                                                                .rows = layer.outputs,
                                                                .depth = layer.inputs,
                                                                .columns = block.columns,
                                                                .bias = w + layer.inputs,
                                                                .formula = layer.compiled.formula,
                                                                .other = at(layer.y)});
    }
    if (layer.activation && !in_registers) activate(layer, block.columns, purpose);
    x = at(layer.y);
    x_row = stride_;
  }
}

// Applies the activation to a layer's sums.
void Network::activate(const Layer& layer, std::int64_t columns, Purpose purpose) {
  if (layer.learned_count > 0) return activate_learned(layer, columns);
  const ActivationKernels& k = *layer.compiled.kernels;
  for_each_run(layer, columns, [&](std::int64_t first, std::int64_t n) {
    const float* z = sums_of(layer) + first;
    float* y = at(layer.y) + first;
    if (layer.keeps_derivative && purpose == Purpose::training)
      k.forward_with_derivative.run(layer.compiled.formula, z, y, at(layer.saved) + first, n);
    else
      k.forward.f32.run(layer.compiled.formula, z, y, n);
  });
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
  if (staged_.backward != nullptr) return staged_.backward(narrow_pass(block));
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
    forward(block, Purpose::training);
    const LossSums sums = loss(block, true, scale, score);
    backward(block);
    return sums;
  });
  end_gradient();
  return total;
}

LossSums Network::evaluate(const SampleMatrix& samples, std::span<std::int32_t> predictions) {
  std::size_t done = 0;
  return over_blocks(samples, block_, [&](const Block& block) {
    forward(block, Purpose::scores);
    if (!predictions.empty()) {
      const auto count = static_cast<std::size_t>(block.samples);
      predict(predictions.subspan(done, count));
      done += count;
    }
    return loss(block, false, 0.0f, true);
  });
}

// From the outputs of the last forward pass, by the rule of the loss kernels: a single output is the logit of class 1;
// of several, the first of the largest.
void Network::predict(std::span<std::int32_t> predictions) const {
  const Layer& last = passes_.back();
  const float* z = at(last.y);
  for (std::size_t s = 0; s < predictions.size(); ++s) {
    std::int64_t winner = 0;
    for (std::int64_t o = 1; o < last.outputs; ++o) {
      if (z[o * stride_ + static_cast<std::int64_t>(s)] > z[winner * stride_ + static_cast<std::int64_t>(s)])
        winner = o;
    }
    predictions[s] = static_cast<std::int32_t>(last.outputs == 1 ? static_cast<std::int64_t>(z[s] > 0) : winner);
  }
}

void Network::update(const UpdateRule& rule, const Step& step) {
  kernels().update(rule, step, weights_.data(), gradient_.data(), first_.data(), second_.data(), parameters_);
  merge_weights();
}

std::int64_t Network::terms(const SampleMatrix& samples) const {
  return samples.size() * (loss_ == Loss::Kind::mse ? layers_.back().outputs : 1);
}

}  // namespace actlab::fused
