#include "experiment/snapshots.h"

#include <algorithm>
#include <cmath>

#include "models/mlp.h"
#include "training/loss.h"

namespace actlab {
namespace {

constexpr std::int64_t plane_points = 64;  // along each axis
constexpr std::int64_t line_points = 256;
constexpr std::int64_t most_samples = 1500;  // more would only cover one another
constexpr std::int64_t bins = 40;
constexpr std::int64_t most_sweep_moments = 96;  // of a model, at all points together
constexpr float margin = 0.08f;                  // of the data's extent, on each side

std::vector<float> values_of(const torch::Tensor& tensor) {
  const torch::Tensor values = tensor.to(torch::kFloat).contiguous();
  return {values.data_ptr<float>(), values.data_ptr<float>() + values.numel()};
}

std::vector<GridAxis> axes_around(const Dataset& data) {
  std::vector<GridAxis> axes;
  if (data.features() > 2) return axes;
  for (std::int64_t i = 0; i < data.features(); ++i) {
    const torch::Tensor column = data.train.inputs.select(1, i);
    const float low = column.min().item<float>(), high = column.max().item<float>();
    const float room = high > low ? margin * (high - low) : 1.0f;
    axes.push_back({data.feature_names[static_cast<std::size_t>(i)], low - room, high + room,
                    static_cast<std::int32_t>(data.features() == 1 ? line_points : plane_points)});
  }
  return axes;
}

std::vector<std::string> output_names(const Dataset& data) {
  if (!data.is_regression()) return data.class_names;
  if (data.outputs() == 1) return {"y"};
  std::vector<std::string> names;
  for (std::int64_t i = 0; i < data.outputs(); ++i) names.push_back("y" + std::to_string(i));
  return names;
}

/// [grid points, axes], the last axis fastest.
torch::Tensor grid_of(const SceneRecord& scene) {
  std::vector<torch::Tensor> lines;
  for (const GridAxis& axis : scene.axes) lines.push_back(torch::linspace(axis.low, axis.high, axis.points));
  if (lines.size() == 1) return lines[0].unsqueeze(1);
  return torch::cartesian_prod(lines);
}

HistogramRecord histogram_of(const torch::Tensor& values) {
  HistogramRecord histogram;
  const torch::Tensor finite = values.detach().masked_select(values.isfinite());
  histogram.count = finite.numel();
  if (histogram.count == 0) return histogram;
  histogram.low = finite.min().item<float>();
  histogram.high = finite.max().item<float>();
  histogram.sum = finite.sum(torch::kDouble).item<double>();
  histogram.sum_of_squares = finite.to(torch::kDouble).square().sum().item<double>();
  if (histogram.low == histogram.high) histogram.high = std::nextafter(histogram.low, INFINITY);
  const torch::Tensor counts = torch::histc(finite, bins, histogram.low, histogram.high);
  histogram.shares = values_of(counts / static_cast<double>(histogram.count));
  return histogram;
}

void load(Mlp& model, const NamedWeights& weights) {
  auto parameters = model.named_parameters();
  for (const auto& [name, value] : weights) parameters[name].copy_(value);
}

// Of the scene's samples, those whose most probable class is not theirs.
std::vector<std::int32_t> wrong_samples(const Mlp& model, const Loss& loss, const Dataset& data,
                                        const SceneRecord& scene) {
  if (data.is_regression() || scene.samples.empty()) return {};
  const torch::Tensor chosen = torch::tensor(scene.samples);
  const torch::Tensor given = loss.predictions(model.forward(data.train.inputs.index_select(0, chosen)));
  const torch::Tensor is_wrong =
      given.argmax(1).ne(data.train.targets.index_select(0, chosen)).logical_or(given.isnan().any(1));
  const torch::Tensor wrong = is_wrong.nonzero().flatten().to(torch::kInt);
  return {wrong.data_ptr<std::int32_t>(), wrong.data_ptr<std::int32_t>() + wrong.numel()};
}

std::vector<HistogramRecord> preactivations(const Mlp& model, const torch::Tensor& inputs) {
  std::vector<HistogramRecord> histograms;
  torch::Tensor x = inputs;
  for (std::size_t l = 0; l + 1 < model.layers().size(); ++l) {
    const torch::Tensor z = model.layers()[l]->forward(x);
    histograms.push_back(histogram_of(z));
    x = model.activate(l, z);
  }
  return histograms;
}

// [samples, units]
void add_outputs(std::vector<OutputRecord>& records, std::int32_t layer, const torch::Tensor& outputs) {
  const torch::Tensor values = outputs.contiguous();
  const auto value = values.accessor<float, 2>();
  for (std::int32_t sample = 0; sample < value.size(0); ++sample) {
    for (std::int32_t unit = 0; unit < value.size(1); ++unit)
      records.push_back({layer, sample, unit, value[sample][unit]});
  }
}

void add_parameters(std::vector<ParameterRecord>& records, std::int32_t layer, const Dense& dense) {
  const auto weight = dense.weight.accessor<float, 2>();
  const auto bias = dense.bias.accessor<float, 1>();
  for (std::int32_t unit = 0; unit < weight.size(0); ++unit) {
    records.push_back({layer, unit, -1, bias[unit]});
    for (std::int32_t input = 0; input < weight.size(1); ++input)
      records.push_back({layer, unit, input, weight[unit][input]});
  }
}

}  // namespace

void SnapshotConfig::declare(Fields& fields) {
  fields.integer("count", count, between(0, 500), "at how many epochs, evenly by logarithm; 0 for none");
  fields.integers("epochs", epochs, non_negative, "at these epochs instead; 0 is the untrained network");
  fields.integer("seed", seed, between(-1, 4294967295.0), "of which seed; -1 for the first");
}

std::vector<std::int64_t> SnapshotConfig::moments(std::int64_t training_epochs, std::size_t sweep_points) const {
  const auto points = static_cast<std::int64_t>(sweep_points);
  const std::int64_t inner = points > 1 ? std::min(count, most_sweep_moments / points) : count;
  std::vector<std::int64_t> moments{0, training_epochs};
  for (const std::int64_t epoch : epochs) moments.push_back(std::min(epoch, training_epochs));
  if (epochs.empty()) {
    for (std::int64_t i = 0; i < inner; ++i) {
      const double part = static_cast<double>(i) / static_cast<double>(inner);
      moments.push_back(std::min<std::int64_t>(training_epochs, std::llround(std::pow(training_epochs, part))));
    }
  }
  std::sort(moments.begin(), moments.end());
  moments.erase(std::unique(moments.begin(), moments.end()), moments.end());
  return moments;
}

SceneRecord make_scene(const DataConfig& config, std::uint32_t seed) {
  const Dataset data = make_dataset(config, seed);
  SceneRecord scene{seed, axes_around(data), output_names(data), {}, {}, {}};
  if (scene.axes.empty()) return scene;
  const std::int64_t step = (data.train.size() + most_samples - 1) / most_samples;
  for (std::int64_t i = 0; i < data.train.size(); i += step) scene.samples.push_back(i);
  const torch::Tensor chosen = torch::tensor(scene.samples);
  scene.inputs = values_of(data.train.inputs.index_select(0, chosen));
  scene.targets = values_of(data.train.targets.index_select(0, chosen));
  return scene;
}

std::vector<SnapshotRecord> take_pictures(const Trial& trial, const std::vector<Snapshot>& snapshots,
                                          const SceneRecord& scene) {
  const torch::NoGradGuard no_grad;
  const Dataset data = make_dataset(*trial.data, trial.seed);
  const std::unique_ptr<Loss> loss = make_loss(trial.training->loss, data);
  Mlp model(*trial.model_config, data.features(), loss->outputs(), trial.seed);
  std::vector<SnapshotRecord> pictures;
  for (const Snapshot& snapshot : snapshots) {
    load(model, snapshot.weights);
    SnapshotRecord& picture = pictures.emplace_back();
    picture.trial = trial.id;
    picture.epochs = static_cast<std::int32_t>(snapshot.epochs);
    if (!scene.axes.empty()) picture.outputs = values_of(loss->predictions(model.forward(grid_of(scene))));
    picture.wrong = wrong_samples(model, *loss, data, scene);
    picture.preactivations = preactivations(model, data.train.inputs);
    for (const auto& [name, weight] : snapshot.weights) picture.weights[name] = histogram_of(weight);
  }
  return pictures;
}

void dissect(const Trial& trial, const NamedWeights& weights, TrialAndCurve& result) {
  const torch::NoGradGuard no_grad;
  const Dataset data = make_dataset(*trial.data, trial.seed);
  Mlp model(*trial.model_config, data.features(), make_loss(trial.training->loss, data)->outputs(), trial.seed);
  load(model, weights);
  torch::Tensor x = data.train.inputs;
  add_outputs(result.outputs, 0, x);
  for (std::size_t l = 0; l < model.layers().size(); ++l) {
    const auto layer = static_cast<std::int32_t>(l + 1);
    add_parameters(result.parameters, layer, *model.layers()[l]);
    x = model.layers()[l]->forward(x);
    if (l < model.activations().size()) x = model.activate(l, x);
    add_outputs(result.outputs, layer, x);
  }
}

}  // namespace actlab
