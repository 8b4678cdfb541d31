#include "lab/models/init.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>
#include <optional>
#include <string>
#include <utility>
#include <variant>

#include "core/error.h"
#include "core/random.h"
#include "lab/models/architecture.h"

namespace actlab {
namespace {

// Bounds are computed in double and in the order of torch/nn/init.py, because every weight depends on their last bit.

struct Initialiser {
  std::size_t layer;
  NamedArray& weight;
  NamedArray& bias;
  TorchRandom& random;

  double inputs() const { return static_cast<double>(weight.shape[1]); }
  double outputs() const { return static_cast<double>(weight.shape[0]); }

  void draw_uniform(NamedArray& array, double bound) const {
    random.fill_uniform(array.values, static_cast<float>(-bound), static_cast<float>(bound));
  }
  // Draws the weights with mean 0 and the given standard deviation, and sets all biases to `every_bias`.
  void draw(const std::string& distribution, double std, double every_bias) const {
    if (distribution == "uniform")
      draw_uniform(weight, std::sqrt(3.0) * std);
    else
      random.fill_normal(weight.values, std);
    std::fill(bias.values.begin(), bias.values.end(), static_cast<float>(every_bias));
  }

  void operator()(const TorchInit&) const {
    // torch.nn.Linear calls kaiming_uniform_ with a = sqrt(5), which gives the bound 1 / sqrt(fan_in).
    const double slope = std::sqrt(5.0);
    const double gain = std::sqrt(2.0 / (1 + slope * slope));
    draw("uniform", gain / std::sqrt(inputs()), 0);
    draw_uniform(bias, 1 / std::sqrt(inputs()));
  }
  void operator()(const XavierInit& xavier) const {
    draw(xavier.distribution, xavier.gain * std::sqrt(2.0 / (inputs() + outputs())), xavier.bias);
  }
  void operator()(const HeInit& he) const { draw(he.distribution, std::sqrt(2.0) / std::sqrt(inputs()), he.bias); }
  void operator()(const NormalInit& normal) const { draw("normal", normal.std, normal.bias); }
  void operator()(const ZerosInit&) const {}
  void operator()(const ExplicitInit& given) const {
    const LayerParameters& parameters = given.layers.layers().at(layer);
    auto next = weight.values.begin();
    for (const std::vector<double>& row : parameters.weight) next = std::copy(row.begin(), row.end(), next);
    std::copy(parameters.bias.begin(), parameters.bias.end(), bias.values.begin());
  }
};

NamedArray zeros(std::string name, std::vector<std::int64_t> shape) {
  std::size_t size = 1;
  for (const std::int64_t length : shape) size *= static_cast<std::size_t>(length);
  return {std::move(name), std::move(shape), std::vector<float>(size)};
}

}  // namespace

NamedArrays initial_parameters(const ModelConfig& config, std::int64_t features, std::int64_t outputs,
                               std::uint32_t seed) {
  const std::vector<ActivationPtr> activations = config.activation.for_layers(config.hidden.size());
  if (activations.size() != config.hidden.size()) {
    throw UsageError(fmt::format(
        "activation: found a list of {} for {} hidden layers; give one for each layer, or a single one for all",
        activations.size(), config.hidden.size()));
  }
  if (const auto mismatch = shape_mismatch(config, features, outputs)) throw UsageError("init.layers: " + *mismatch);
  const std::vector<std::int64_t> width = widths(config, features, outputs);
  TorchRandom random(seed);
  NamedArrays parameters;
  for (std::size_t i = 0; i + 1 < width.size(); ++i) {
    // In torch.nn.Sequential, every second module is an activation.
    NamedArray weight = zeros(fmt::format("{}.weight", 2 * i), {width[i + 1], width[i]});
    NamedArray bias = zeros(fmt::format("{}.bias", 2 * i), {width[i + 1]});
    std::visit(Initialiser{i, weight, bias, random}, config.init);
    parameters.push_back(std::move(weight));
    parameters.push_back(std::move(bias));
    const auto learned = i < activations.size() ? activations[i]->learned() : std::nullopt;
    if (!learned) continue;
    NamedArray& array = parameters.emplace_back(
        zeros(fmt::format("{}.{}", 2 * i + 1, learned->name), {learned->per_channel ? width[i + 1] : 1}));
    std::fill(array.values.begin(), array.values.end(), static_cast<float>(learned->initial));
  }
  return parameters;
}

}  // namespace actlab
