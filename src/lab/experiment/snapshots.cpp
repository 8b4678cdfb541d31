#include "lab/experiment/snapshots.h"

#include <algorithm>
#include <cmath>
#include <limits>
#include <utility>

#include "lab/training/dataset_of.h"
#include "lab/training/loss.h"

namespace actlab {
namespace {

constexpr std::int64_t plane_points = 64;  // along each axis
constexpr std::int64_t line_points = 256;
constexpr std::int64_t max_samples = 1500;  // more would overlap in a picture
constexpr std::int64_t bins = 40;
constexpr std::int64_t max_sweep_snapshots = 96;  // of a model, over all sweep points
constexpr float margin = 0.08f;                   // on each side, as a share of the data's range

std::pair<float, float> range_of(const Matrix& matrix, std::int64_t column) {
  float low = matrix.at(0, column), high = low;
  for (std::int64_t i = 1; i < matrix.rows; ++i) {
    low = std::min(low, matrix.at(i, column));
    high = std::max(high, matrix.at(i, column));
  }
  return {low, high};
}

std::vector<GridAxis> axes_around(const Dataset& data) {
  std::vector<GridAxis> axes;
  if (data.features() > 2) return axes;
  for (std::int64_t i = 0; i < data.features(); ++i) {
    const auto [scaled_low, scaled_high] = range_of(data.train.inputs, i);
    const Scaling& scaling = data.preprocessing.inputs;
    const float low = scaling.unscaled(scaled_low, static_cast<std::size_t>(i));
    const float high = scaling.unscaled(scaled_high, static_cast<std::size_t>(i));
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

// The i-th point of the axis. Counted from the nearer end, so that both ends are exact.
float point_of(const GridAxis& axis, std::int32_t i) {
  const float step = (axis.high - axis.low) / static_cast<float>(axis.points - 1);
  if (i < axis.points / 2) return axis.low + step * static_cast<float>(i);
  return axis.high - step * static_cast<float>(axis.points - 1 - i);
}

// [grid points, axes], the last axis fastest.
Matrix grid_of(const SceneRecord& scene) {
  Matrix grid(static_cast<std::int64_t>(scene.grid_size()), static_cast<std::int64_t>(scene.axes.size()));
  for (std::int64_t i = 0; i < grid.rows; ++i) {
    std::int64_t rest = i;
    for (std::size_t a = scene.axes.size(); a-- > 0; rest /= scene.axes[a].points) {
      const auto place = static_cast<std::int32_t>(rest % scene.axes[a].points);
      grid.at(i, static_cast<std::int64_t>(a)) = point_of(scene.axes[a], place);
    }
  }
  return grid;
}

HistogramRecord histogram_of(const std::vector<float>& values) {
  HistogramRecord histogram;
  histogram.low = std::numeric_limits<float>::infinity();
  histogram.high = -histogram.low;
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    ++histogram.count;
    histogram.low = std::min(histogram.low, value);
    histogram.high = std::max(histogram.high, value);
    histogram.sum += value;
    histogram.sum_of_squares += static_cast<double>(value) * value;
  }
  if (histogram.count == 0) return {};
  if (histogram.low == histogram.high) histogram.high = std::nextafter(histogram.low, INFINITY);
  const double width = static_cast<double>(histogram.high) - histogram.low;
  std::vector<std::int64_t> counts(bins);
  for (const float value : values) {
    if (!std::isfinite(value)) continue;
    const auto bin = static_cast<std::int64_t>((static_cast<double>(value) - histogram.low) / width * bins);
    ++counts[static_cast<std::size_t>(std::min(bin, bins - 1))];
  }
  for (const std::int64_t count : counts)
    histogram.shares.push_back(static_cast<float>(static_cast<double>(count) / static_cast<double>(histogram.count)));
  return histogram;
}

// Indices of misclassified samples.
std::vector<std::int32_t> wrong_samples(const Matrix& probabilities, const std::vector<std::int64_t>& labels) {
  std::vector<std::int32_t> wrong;
  for (std::size_t i = 0; i < labels.size(); ++i) {
    const float* row = probabilities.row(static_cast<std::int64_t>(i));
    const float* end = row + probabilities.columns;
    const bool has_nan = std::any_of(row, end, [](float p) { return std::isnan(p); });
    if (has_nan || std::max_element(row, end) - row != labels[i]) wrong.push_back(static_cast<std::int32_t>(i));
  }
  return wrong;
}

void add_outputs(std::vector<OutputRecord>& records, std::int32_t layer, const Matrix& values) {
  for (std::int32_t sample = 0; sample < values.rows; ++sample) {
    for (std::int32_t unit = 0; unit < values.columns; ++unit)
      records.push_back({layer, sample, unit, values.at(sample, unit)});
  }
}

// Adds the parameters of one linear layer, unit by unit: the bias, then the weights.
void add_parameters(std::vector<ParameterRecord>& records, std::int32_t layer, const NamedArray& weight,
                    const NamedArray& bias) {
  auto next = weight.values.begin();
  for (std::int32_t unit = 0; unit < weight.shape[0]; ++unit) {
    records.push_back({layer, unit, -1, bias.values[static_cast<std::size_t>(unit)]});
    for (std::int32_t input = 0; input < weight.shape[1]; ++input) records.push_back({layer, unit, input, *next++});
  }
}

}  // namespace

void SnapshotConfig::declare(Fields& fields) {
  fields.integer("count", count, between(0, 500), "number of epochs to record, evenly spaced by logarithm; 0 for none");
  fields.integers("epochs", epochs, non_negative, "record these epochs instead; 0 is the untrained network");
  fields.integer("seed", seed, between(-1, 4294967295.0), "seed to record; -1 for the first");
}

std::vector<std::int64_t> SnapshotConfig::snapshot_epochs(std::int64_t training_epochs,
                                                          std::size_t sweep_points) const {
  const auto points = static_cast<std::int64_t>(sweep_points);
  const std::int64_t inner = points > 1 ? std::min(count, max_sweep_snapshots / points) : count;
  std::vector<std::int64_t> chosen{0, training_epochs};
  for (const std::int64_t epoch : epochs) chosen.push_back(std::min(epoch, training_epochs));
  if (epochs.empty()) {
    for (std::int64_t i = 0; i < inner; ++i) {
      const double part = static_cast<double>(i) / static_cast<double>(inner);
      chosen.push_back(std::min<std::int64_t>(training_epochs, std::llround(std::pow(training_epochs, part))));
    }
  }
  std::sort(chosen.begin(), chosen.end());
  chosen.erase(std::unique(chosen.begin(), chosen.end()), chosen.end());
  return chosen;
}

SceneRecord make_scene(const DataConfig& config, std::uint32_t seed) {
  const Dataset data = make_dataset(config, seed);
  SceneRecord scene{seed, axes_around(data), output_names(data), {}, {}, {}};
  if (scene.axes.empty()) return scene;
  const std::int64_t step = (data.train.size() + max_samples - 1) / max_samples;
  for (std::int64_t i = 0; i < data.train.size(); i += step) scene.samples.push_back(i);
  const Samples chosen = data.train.select(scene.samples);
  scene.inputs = data.preprocessing.inputs.unscaled(chosen.inputs).values;
  scene.targets = data.preprocessing.targets.unscaled(chosen.values).values;
  if (!data.is_regression()) scene.targets.assign(chosen.labels.begin(), chosen.labels.end());
  return scene;
}

std::vector<SnapshotRecord> take_snapshots(const Engine& engine, const Trial& trial,
                                           const std::vector<Checkpoint>& checkpoints, const SceneRecord& scene) {
  const Dataset data = dataset_of(trial);
  const Loss loss = make_loss(trial.training->loss, data);
  const Scaling& targets = data.preprocessing.targets;
  const Matrix grid = data.preprocessing.inputs.scaled(grid_of(scene));
  const Samples shown = data.train.select(scene.samples);
  std::vector<SnapshotRecord> snapshots;
  for (const Checkpoint& checkpoint : checkpoints) {
    const auto network = engine.view(trial, data.features(), loss.outputs, checkpoint.weights);
    SnapshotRecord& snapshot = snapshots.emplace_back();
    snapshot.epochs = static_cast<std::int32_t>(checkpoint.epochs);
    if (grid.rows > 0) snapshot.outputs = targets.unscaled(loss.predictions(network->outputs(grid))).values;
    if (!shown.labels.empty())
      snapshot.wrong = wrong_samples(loss.predictions(network->outputs(shown.inputs)), shown.labels);
    network->pass(data.train.inputs, [&](std::size_t layer, const Matrix& z, const Matrix&) {
      if (layer < trial.model_config->hidden.size()) snapshot.preactivations.push_back(histogram_of(z.values));
    });
    for (const NamedArray& weight : checkpoint.weights) snapshot.weights[weight.name] = histogram_of(weight.values);
  }
  return snapshots;
}

void record_outputs(const Engine& engine, const Trial& trial, RecordedTrial& result) {
  const Dataset data = dataset_of(trial);
  const Loss loss = make_loss(trial.training->loss, data);
  add_outputs(result.outputs, 0, data.train.inputs);
  engine.view(trial, data.features(), loss.outputs, result.weights)
      ->pass(data.train.inputs, [&](std::size_t layer, const Matrix&, const Matrix& y) {
        add_outputs(result.outputs, static_cast<std::int32_t>(layer + 1), y);
      });
  std::int32_t layer = 0;
  for (std::size_t i = 0; i < result.weights.size(); ++i) {
    if (result.weights[i].shape.size() == 2)
      add_parameters(result.parameters, ++layer, result.weights[i], result.weights[i + 1]);
  }
}

}  // namespace actlab
