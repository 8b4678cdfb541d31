#include "torch/eager/sequential.h"

#include <fmt/format.h>

#include <algorithm>

#include "core/error.h"
#include "lab/models/init.h"
#include "torch/autograd/apply.h"

namespace actlab {

Sequential::Sequential(const std::vector<std::int64_t>& layer_sizes, const std::vector<std::string>& activations,
                       std::uint32_t seed) {
  if (layer_sizes.size() < 2 || *std::min_element(layer_sizes.begin(), layer_sizes.end()) < 1) {
    throw UsageError("layer_sizes: expected at least two sizes (inputs and outputs), each at least 1");
  }
  if (activations.size() != layer_sizes.size() - 1) {
    throw UsageError(fmt::format("activations: found {} for {} layers; give one for each layer, `identity` for none",
                                 activations.size(), layer_sizes.size() - 1));
  }
  ModelConfig dense;
  dense.hidden.assign(layer_sizes.begin() + 1, layer_sizes.end() - 1);
  const NamedArrays parameters = initial_parameters(dense, layer_sizes.front(), layer_sizes.back(), seed);
  for (std::size_t i = 0; i < activations.size(); ++i) {
    activations_.push_back(make_activation(activations[i]));
    layers_.push_back(
        register_module(fmt::format("{}", 2 * i), std::make_shared<Dense>(layer_sizes[i], layer_sizes[i + 1])));
    torch::NoGradGuard no_grad;
    layers_.back()->weight.copy_(as_tensor(parameters[2 * i]));
    layers_.back()->bias.copy_(as_tensor(parameters[2 * i + 1]));
    const auto learned = activations_[i]->learned();
    learned_.push_back(!learned ? nullptr
                                : register_module(fmt::format("{}", 2 * i + 1),
                                                  std::make_shared<LearnedActivation>(*learned, layer_sizes[i + 1])));
  }
}

torch::Tensor Sequential::forward(const torch::Tensor& inputs) const {
  torch::Tensor x = inputs;
  for (std::size_t i = 0; i < layers_.size(); ++i) {
    x = layers_[i]->forward(x);
    x = learned_[i] ? apply_with_parameter(*activations_[i], x, learned_[i]->parameter)
                    : actlab::apply(*activations_[i], x);
  }
  return x;
}

}  // namespace actlab
