// Merged layers, which give the same outputs with less work.
#include <algorithm>

#include "lab/training/fused/network.h"

namespace actlab::fused {
namespace {

// The merged weights are computed for every gradient. With more inputs or outputs this is no longer cheap compared to
// the passes of a mini-batch.
constexpr std::int64_t max_inputs = 16, max_outputs = 16;

// Computes the gradient by two logits from that by their difference.
template <class T> void spread_over_logits(const float* by_difference, std::int64_t n, T* by_logits) {
  for (std::int64_t i = 0; i < n; ++i) {
    by_logits[i] = -by_difference[i];
    by_logits[n + i] = by_difference[i];
  }
}

}  // namespace

bool Network::is_linear() const {
  const auto is_identity = [](const Layer& layer) {
    return !layer.activation || layer.activation->spec().name == "identity";
  };
  return layers_.size() > 1 && layers_.front().inputs <= max_inputs && layers_.back().outputs <= max_outputs &&
         std::all_of(layers_.begin(), layers_.end(), is_identity);
}

void Network::merge_passes() {
  std::int64_t floats = parameters_;
  if (is_linear()) {
    std::vector<LinearMap::Layer> factors;
    for (const Layer& layer : layers_) factors.push_back({layer.outputs, layer.inputs, layer.offset});
    linear_.emplace(std::move(factors));
    const std::int64_t inputs = layers_.front().inputs;
    passes_ = {Layer{.inputs = inputs, .outputs = layers_.back().outputs, .row = inputs + 1}};
  }
  Layer& last = passes_.back();
  if (merges_logits_) last.outputs = 1;
  if (merges_logits_ || linear_) {
    last.offset = floats;
    floats += padded(last.outputs * last.row);
  }
  for (AlignedFloats* values : {&weights_, &gradient_, &first_, &second_})
    values->assign(static_cast<std::size_t>(floats), 0.0f);
}

void Network::merge_weights() {
  const Layer& last = passes_.back();
  float* to = weights_.data() + last.offset;
  if (linear_) {
    const std::vector<double>& map = linear_->of(weights_.data());
    const double* from = map.data();
    for (std::int64_t i = 0; i < last.outputs * last.row; ++i)
      to[i] = static_cast<float>(merges_logits_ ? from[last.row + i] - from[i] : from[i]);
  } else if (merges_logits_) {
    const float* from = weights_.data() + layers_.back().offset;
    for (std::int64_t i = 0; i < last.row; ++i) to[i] = from[last.row + i] - from[i];
  }
}

void Network::spread_gradient() {
  const Layer& last = passes_.back();
  const float* merged = gradient_.data() + last.offset;
  if (linear_) {
    double* by_map = linear_->gradient().data();
    if (merges_logits_)
      spread_over_logits(merged, last.row, by_map);
    else
      std::copy_n(merged, last.outputs * last.row, by_map);
    linear_->spread(weights_.data(), gradient_.data());
  } else if (merges_logits_) {
    spread_over_logits(merged, last.row, gradient_.data() + layers_.back().offset);
  }
}

}  // namespace actlab::fused
