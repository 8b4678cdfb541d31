#include "torch/eager/mlp.h"

#include <fmt/format.h>

#include "lab/models/architecture.h"
#include "lab/models/init.h"
#include "torch/autograd/apply.h"

namespace actlab {

torch::Tensor as_tensor(const NamedArray& array) {
  // from_blob does not write, although it takes a pointer to non-const data.
  return torch::from_blob(const_cast<float*>(array.values.data()), array.shape);
}

torch::Tensor as_tensor(const Matrix& matrix) {
  return torch::from_blob(const_cast<float*>(matrix.values.data()), {matrix.rows, matrix.columns});
}

Dense::Dense(std::int64_t inputs, std::int64_t outputs)
    : weight(register_parameter("weight", torch::empty({outputs, inputs}))),
      bias(register_parameter("bias", torch::empty({outputs}))) {}

LearnedActivation::LearnedActivation(const LearnedParameter& learned, std::int64_t features)
    : parameter(register_parameter(std::string(learned.name),
                                   torch::full({learned.per_channel ? features : 1}, learned.initial))) {}

Mlp::Mlp(const ModelConfig& config, std::int64_t features, std::int64_t outputs, std::uint32_t seed)
    : activations_(config.activation.for_layers(config.hidden.size())) {
  const NamedArrays parameters = initial_parameters(config, features, outputs, seed);
  const std::vector<std::int64_t> width = widths(config, features, outputs);
  for (std::size_t i = 0; i + 1 < width.size(); ++i) {
    // In torch.nn.Sequential, every second module is an activation.
    layers_.push_back(register_module(fmt::format("{}", 2 * i), std::make_shared<Dense>(width[i], width[i + 1])));
    if (i == activations_.size()) continue;
    const auto learned = activations_[i]->learned();
    learned_.push_back(!learned ? nullptr
                                : register_module(fmt::format("{}", 2 * i + 1),
                                                  std::make_shared<LearnedActivation>(*learned, width[i + 1])));
  }
  load(parameters);
}

void Mlp::load(const NamedArrays& parameters) {
  const torch::NoGradGuard no_grad;
  const auto own = named_parameters();
  for (const NamedArray& array : parameters) own[array.name].copy_(as_tensor(array));
}

torch::Tensor Mlp::forward(const torch::Tensor& inputs) const {
  torch::Tensor x = layers_.front()->forward(inputs);
  for (std::size_t i = 1; i < layers_.size(); ++i) x = layers_[i]->forward(activate(i - 1, x));
  return x;
}

torch::Tensor Mlp::forward(const torch::Tensor& inputs, const at::Generator& noise) const {
  torch::Tensor x = layers_.front()->forward(inputs);
  for (std::size_t i = 1; i < layers_.size(); ++i) {
    const Activation& activation = *activations_[i - 1];
    x = layers_[i]->forward(activation.is_random() ? apply_in_training(activation, x, noise) : activate(i - 1, x));
  }
  return x;
}

torch::Tensor Mlp::activate(std::size_t layer, const torch::Tensor& z) const {
  const Activation& activation = *activations_[layer];
  return learned_[layer] ? apply_with_parameter(activation, z, learned_[layer]->parameter)
                         : actlab::apply(activation, z);
}

}  // namespace actlab
