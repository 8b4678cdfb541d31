#include <cmath>

#include "lab/training/fused/network.h"

namespace actlab::fused {
namespace {

double norm(const float* values, std::int64_t n) {
  double squares = 0;
  for (std::int64_t i = 0; i < n; ++i) squares += static_cast<double>(values[i]) * values[i];
  return std::sqrt(squares);
}

}  // namespace

// Counts zeros and saturated outputs of a hidden layer for one block, after its forward pass. Derivatives that it did
// not save are stored in the layer's gradient rows, which are unused at this point.
void Network::count(const Layer& layer, const Block& block, UnitCounts& counts) {
  if (!layer.keeps_derivative) {
    for (std::int64_t u = 0; u < layer.outputs; ++u) std::fill_n(at(layer.d) + u * stride_, block.columns, 1.0f);
    activate_backward(layer, block.columns);
  }
  for (std::int64_t u = 0; u < layer.outputs; ++u) {
    const float* y = at(layer.y) + u * stride_;
    const float* derivative = at(layer.keeps_derivative ? layer.saved : layer.d) + u * stride_;
    for (std::int64_t s = 0; s < block.samples; ++s) {
      counts.zeros[static_cast<std::size_t>(u)] += y[s] == 0 ? 1 : 0;
      counts.saturated += std::abs(derivative[s]) < saturation_threshold ? 1 : 0;
    }
  }
}

std::vector<LayerStatistics> Network::layer_statistics(const SampleMatrix& samples) {
  if (linear_) {
    if (!unmerged_) unmerged_.reset(new Network(*this, Unmerged{}));
    unmerged_->weights_ = weights_;
    return unmerged_->layer_statistics(samples);
  }
  std::vector<UnitCounts> counts;
  for (const Layer& layer : layers_) counts.push_back({.zeros = std::vector<std::int64_t>(layer.outputs, 0)});
  begin_gradient();
  const float scale = 1.0f / static_cast<float>(terms(samples));
  for (std::int64_t first = 0; first < samples.size(); first += block_) {
    const Block block = samples.block(first, std::min(block_, samples.size() - first));
    forward(block, Purpose::training);
    for (std::size_t l = 0; l + 1 < layers_.size(); ++l) count(passes_[l], block, counts[l]);
    loss(block, true, scale, false);
    backward(block);
  }
  end_gradient();
  std::vector<LayerStatistics> statistics(layers_.size());
  for (std::size_t l = 0; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    statistics[l].gradient_norm = static_cast<float>(norm(gradient_.data() + layer.offset, layer.outputs * layer.row));
    if (layer.activation) counts[l].summarise(samples.size(), statistics[l]);
  }
  return statistics;
}

}  // namespace actlab::fused
