#include "models/mlp.h"

#include <ATen/CPUGeneratorImpl.h>
#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>

#include "core/error.h"
#include "models/init.h"

namespace actlab {
namespace {

std::vector<std::int64_t> widths(const ModelConfig& config, std::int64_t features, std::int64_t outputs) {
  std::vector<std::int64_t> widths{features};
  widths.insert(widths.end(), config.hidden.begin(), config.hidden.end());
  widths.push_back(outputs);
  return widths;
}

}  // namespace

Dense::Dense(std::int64_t inputs, std::int64_t outputs)
    : weight(register_parameter("weight", torch::empty({outputs, inputs}))),
      bias(register_parameter("bias", torch::empty({outputs}))) {}

LearnedActivation::LearnedActivation(const LearnedParameter& learned, std::int64_t features)
    : parameter(register_parameter(std::string(learned.name),
                                   torch::full({learned.per_channel ? features : 1}, learned.initial))) {}

Mlp::Mlp(const ModelConfig& config, std::int64_t features, std::int64_t outputs, std::uint32_t seed)
    : activations_(config.activation.for_layers(config.hidden.size())) {
  if (activations_.size() != config.hidden.size()) {
    throw UsageError(
        fmt::format("activation: found a list of {} for {} hidden layers; give one for each, or a single one",
                    activations_.size(), config.hidden.size()));
  }
  const at::Generator generator = at::detail::createCPUGenerator(seed);
  const std::vector<std::int64_t> width = widths(config, features, outputs);
  if (const auto why = why_not(config, features, outputs)) throw UsageError("init.layers: " + *why);
  for (std::size_t i = 0; i + 1 < width.size(); ++i) {
    // An activation takes every second place in torch.nn.Sequential.
    layers_.push_back(register_module(fmt::format("{}", 2 * i), std::make_shared<Dense>(width[i], width[i + 1])));
    initialise(config.init, i, layers_.back()->weight, layers_.back()->bias, generator);
    if (i == activations_.size()) continue;
    const auto learned = activations_[i]->learned();
    learned_.push_back(!learned ? nullptr
                                : register_module(fmt::format("{}", 2 * i + 1),
                                                  std::make_shared<LearnedActivation>(*learned, width[i + 1])));
  }
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
    x = layers_[i]->forward(activation.is_random() ? activation.train(x, noise) : activate(i - 1, x));
  }
  return x;
}

torch::Tensor Mlp::activate(std::size_t layer, const torch::Tensor& z) const {
  const Activation& activation = *activations_[layer];
  return learned_[layer] ? activation.with_parameter(z, learned_[layer]->parameter) : activation(z);
}

std::optional<std::string> why_not(const ModelConfig& config, std::int64_t features, std::int64_t outputs) {
  const auto* given = std::get_if<ExplicitInit>(&config.init);
  return given == nullptr ? std::nullopt : given->layers.why_not(widths(config, features, outputs));
}

std::int64_t parameter_count(const ModelConfig& config, std::int64_t features, std::int64_t outputs) {
  const std::vector<std::int64_t> width = widths(config, features, outputs);
  std::int64_t count = 0;
  for (std::size_t i = 0; i + 1 < width.size(); ++i) count += (width[i] + 1) * width[i + 1];
  const std::vector<ActivationPtr> activations = config.activation.for_layers(config.hidden.size());
  for (std::size_t i = 0; i < activations.size(); ++i) {
    if (const auto learned = activations[i]->learned()) count += learned->per_channel ? width[i + 1] : 1;
  }
  return count;
}

std::string describe(const ModelConfig& config, std::int64_t features, std::int64_t outputs) {
  std::string text = fmt::format("{}", fmt::join(widths(config, features, outputs), "-"));
  const std::size_t named =
      config.activation.is_list() ? config.hidden.size() : std::min<std::size_t>(config.hidden.size(), 1);
  for (std::size_t i = 0; const ActivationPtr& activation : config.activation.for_layers(named)) {
    text += fmt::format("{}{}", i++ == 0 ? " " : ", ", to_string(*activation));
  }
  return text;
}

}  // namespace actlab
