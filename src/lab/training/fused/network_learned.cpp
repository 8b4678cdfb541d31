// Activations with learned parameters. The kernels read the parameter of a unit from a row as long as the unit's
// values.
#include <algorithm>

#include "catalogue/kernels/kernel_table.h"
#include "lab/training/fused/network.h"

namespace actlab::fused {

// Fills a row with the unit's parameter.
const float* Network::parameter_row(const Layer& layer, std::int64_t unit) {
  const float* learned = weights_.data() + layer.learned_offset;
  std::fill(parameter_row_.begin(), parameter_row_.end(), learned[layer.learned_count == 1 ? 0 : unit]);
  return parameter_row_.data();
}

void Network::activate_learned(const Layer& layer, std::int64_t columns) {
  for (std::int64_t u = 0; u < layer.outputs; ++u) {
    layer.compiled.kernels->forward_at.f32.run(layer.compiled.formula, at(layer.saved) + u * stride_,
                                               parameter_row(layer, u), at(layer.y) + u * stride_, columns);
  }
}

void Network::activate_learned_backward(const Layer& layer, std::int64_t columns) {
  for (std::int64_t u = 0; u < layer.outputs; ++u) {
    float* d = at(layer.d) + u * stride_;
    layer.compiled.kernels->backward_at.f32.run(layer.compiled.formula, at(layer.saved) + u * stride_,
                                                parameter_row(layer, u), d, d, columns);
  }
}

// Adds to the gradient of the activation's parameters, computed from the gradient of the layer's outputs.
void Network::learn(const Layer& layer, std::int64_t columns) {
  float* gradient = gradient_.data() + layer.learned_offset;
  for (std::int64_t u = 0; u < layer.outputs; ++u) {
    layer.compiled.kernels->by_parameter.f32.run(layer.compiled.formula, at(layer.saved) + u * stride_,
                                                 parameter_row(layer, u), at(layer.d) + u * stride_, terms_.data(),
                                                 columns);
    double sum = 0;
    for (std::int64_t s = 0; s < columns; ++s) sum += terms_[static_cast<std::size_t>(s)];
    gradient[layer.learned_count == 1 ? 0 : u] += static_cast<float>(sum);
  }
}

}  // namespace actlab::fused
