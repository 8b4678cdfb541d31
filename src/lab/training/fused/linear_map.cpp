#include "lab/training/fused/linear_map.h"

#include <algorithm>
#include <utility>

namespace actlab::fused {

LinearMap::LinearMap(std::vector<Layer> layers) : layers_(std::move(layers)), columns_(layers_.front().inputs + 1) {
  for (const Layer& layer : layers_) maps_.emplace_back(static_cast<std::size_t>(layer.units * columns_));
  gradients_ = maps_;
}

const std::vector<double>& LinearMap::of(const float* weights) {
  const float* first = weights + layers_.front().offset;
  maps_.front().assign(first, first + maps_.front().size());
  for (std::size_t l = 1; l < layers_.size(); ++l) {
    const Layer& layer = layers_[l];
    for (std::int64_t u = 0; u < layer.units; ++u) {
      const float* w = weights + layer.offset + u * (layer.inputs + 1);
      double* row = maps_[l].data() + u * columns_;
      for (std::int64_t c = 0; c < columns_; ++c) row[c] = 0;
      row[columns_ - 1] = w[layer.inputs];
      const double* below = maps_[l - 1].data();
      for (std::int64_t k = 0; k < layer.inputs; ++k, below += columns_) {
        for (std::int64_t c = 0; c < columns_; ++c) row[c] += w[k] * below[c];
      }
    }
  }
  return maps_.back();
}

void LinearMap::spread(const float* weights, float* weight_gradient) {
  for (std::size_t l = layers_.size(); l-- > 1;) {
    const Layer& layer = layers_[l];
    std::fill(gradients_[l - 1].begin(), gradients_[l - 1].end(), 0.0);
    for (std::int64_t u = 0; u < layer.units; ++u) {
      const double* d = gradients_[l].data() + u * columns_;
      const float* w = weights + layer.offset + u * (layer.inputs + 1);
      float* g = weight_gradient + layer.offset + u * (layer.inputs + 1);
      g[layer.inputs] = static_cast<float>(d[columns_ - 1]);
      const double* below = maps_[l - 1].data();
      double* below_d = gradients_[l - 1].data();
      for (std::int64_t k = 0; k < layer.inputs; ++k, below += columns_, below_d += columns_) {
        double sum = 0;
        for (std::int64_t c = 0; c < columns_; ++c) {
          sum += d[c] * below[c];
          below_d[c] += w[k] * d[c];
        }
        g[k] = static_cast<float>(sum);
      }
    }
  }
  float* g = weight_gradient + layers_.front().offset;
  for (const double d : gradients_.front()) *g++ = static_cast<float>(d);
}

}  // namespace actlab::fused
