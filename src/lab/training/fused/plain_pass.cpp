#include "lab/training/fused/plain_pass.h"

#include <algorithm>

#include "catalogue/kernels/kernel_table.h"
#include "lab/training/fused/kernels.h"

namespace actlab::fused {
namespace {

constexpr std::int64_t block = 512;  // samples at a time, so that a layer of 512 units takes a megabyte

// Rows [first, first + count) of a matrix as columns, padded with zeros.
AlignedFloats transposed(const Matrix& matrix, std::int64_t first, std::int64_t count) {
  const std::int64_t columns = padded(count);
  AlignedFloats result(static_cast<std::size_t>(matrix.columns * columns), 0.0f);
  for (std::int64_t s = 0; s < count; ++s) {
    const float* row = matrix.row(first + s);
    for (std::int64_t f = 0; f < matrix.columns; ++f) result[static_cast<std::size_t>(f * columns + s)] = row[f];
  }
  return result;
}

// The reverse of `transposed`.
void transpose_into(Matrix& matrix, std::int64_t first, std::int64_t count, const AlignedFloats& from) {
  const std::int64_t columns = padded(count);
  for (std::int64_t f = 0; f < matrix.columns; ++f) {
    const float* value = from.data() + f * columns;
    float* to = matrix.row(first) + f;
    for (std::int64_t s = 0; s < count; ++s, to += matrix.columns) *to = value[s];
  }
}

}  // namespace

PlainPass::PlainPass(const ModelConfig& config, const NamedArrays& parameters) {
  const std::vector<ActivationPtr> activations = config.activation.for_layers(config.hidden.size());
  auto next = parameters.begin();
  for (std::size_t l = 0; l <= activations.size(); ++l) {
    const NamedArray &weight = *next++, &bias = *next++;
    Layer& layer = layers_.emplace_back();
    layer.outputs = weight.shape[0];
    layer.inputs = weight.shape[1];
    for (std::int64_t u = 0; u < layer.outputs; ++u) {
      const float* row = weight.values.data() + u * layer.inputs;
      layer.weights.insert(layer.weights.end(), row, row + layer.inputs);
      layer.weights.push_back(bias.values[static_cast<std::size_t>(u)]);
    }
    if (l == activations.size()) return;
    layer.activation = activations[l];
    if (layer.activation->learned()) layer.learned = (next++)->values;
  }
}

// The layer's values before its activation, one unit per row.
AlignedFloats PlainPass::product(const Layer& layer, const AlignedFloats& x, std::int64_t columns) {
  AlignedFloats z(static_cast<std::size_t>(layer.outputs * columns));
  kernels().multiply({.a = layer.weights.data(),
                      .a_row = layer.inputs + 1,
                      .a_column = 1,
                      .b = x.data(),
                      .b_row = columns,
                      .c = z.data(),
                      .c_row = columns,
                      .rows = layer.outputs,
                      .depth = layer.inputs,
                      .columns = columns,
                      .bias = layer.weights.data() + layer.inputs});
  return z;
}

AlignedFloats PlainPass::activated(const Layer& layer, const AlignedFloats& z, std::int64_t columns) {
  if (!layer.activation) return z;
  AlignedFloats y(z.size());
  const CompiledActivation compiled = layer.activation->compiled().value();
  if (layer.learned.empty()) {
    compiled.kernels->forward.f32.run(compiled.formula, z.data(), y.data(), static_cast<std::int64_t>(z.size()));
    return y;
  }
  AlignedFloats parameter(static_cast<std::size_t>(columns));
  for (std::int64_t u = 0; u < layer.outputs; ++u) {
    std::fill(parameter.begin(), parameter.end(),
              layer.learned[layer.learned.size() == 1 ? 0 : static_cast<std::size_t>(u)]);
    compiled.kernels->forward_at.f32.run(compiled.formula, z.data() + u * columns, parameter.data(),
                                         y.data() + u * columns, columns);
  }
  return y;
}

// Calls `use` for each block and layer, with the block's first sample, its number of samples, the layer, z and y.
template <class Use> void PlainPass::for_each_block(const Matrix& inputs, const Use& use) const {
  for (std::int64_t first = 0; first < inputs.rows; first += block) {
    const std::int64_t count = std::min(block, inputs.rows - first);
    AlignedFloats x = transposed(inputs, first, count);
    for (std::size_t l = 0; l < layers_.size(); ++l) {
      const AlignedFloats z = product(layers_[l], x, padded(count));
      x = activated(layers_[l], z, padded(count));
      use(first, count, l, z, x);
    }
  }
}

Matrix PlainPass::outputs(const Matrix& inputs) const {
  Matrix outputs(inputs.rows, layers_.back().outputs);
  for_each_block(inputs, [&](std::int64_t first, std::int64_t count, std::size_t l, const auto&, const auto& y) {
    if (l + 1 == layers_.size()) transpose_into(outputs, first, count, y);
  });
  return outputs;
}

void PlainPass::pass(const Matrix& inputs, const Visit& visit) const {
  std::vector<Matrix> z, y;
  for (const Layer& layer : layers_) {
    z.emplace_back(inputs.rows, layer.outputs);
    y.emplace_back(inputs.rows, layer.outputs);
  }
  for_each_block(inputs,
                 [&](std::int64_t first, std::int64_t count, std::size_t l, const auto& before, const auto& behind) {
                   transpose_into(z[l], first, count, before);
                   transpose_into(y[l], first, count, behind);
                 });
  for (std::size_t l = 0; l < layers_.size(); ++l) visit(l, z[l], y[l]);
}

}  // namespace actlab::fused
