#pragma once

#include <array>
#include <cstdint>
#include <limits>
#include <optional>
#include <string>
#include <string_view>
#include <vector>

#include "core/matrix.h"
#include "lab/record/confusion.h"
#include "lab/record/data_record.h"
#include "lab/record/shard.h"
#include "lab/record/snapshot_record.h"
#include "lab/statistics/interval.h"

namespace actlab {

/// Loss and accuracy over one sample. NaN where there is no value: the accuracy of a regression, an empty sample, a
/// trial that did not finish.
template <class Real> struct BasicScore {
  Real loss = std::numeric_limits<Real>::quiet_NaN();
  Real accuracy = std::numeric_limits<Real>::quiet_NaN();  ///< share of samples, 0 to 1
};
using Score = BasicScore<double>;

/// How a prediction that ignores the features does on the data of a trial: for classes always the most frequent class
/// of the training sample (the first of several), for a regression always the mean of the training targets. NaN where
/// there is no value. The loss is that of a regression only, because a class without probabilities has none.
struct Baseline {
  Score train{};
  Score test{};
  double test_balanced = std::numeric_limits<double>::quiet_NaN();  ///< balanced accuracy

  /// False if none was recorded.
  bool is_known() const { return train.loss == train.loss || train.accuracy == train.accuracy; }
};

/// One point of a training curve. Points are float32, because a run may record 100 000 curves.
struct CurvePoint {
  std::int32_t epoch = 0;   ///< from 0
  BasicScore<float> train;  ///< mean over the epoch's mini-batches, each measured before its update
  BasicScore<float> test;   ///< measured after the epoch's updates
};

/// Statistics of one layer over the training sample, with the weights after an epoch's updates. `zeros`, `dead` and
/// `saturated` are shares of a hidden layer's activations, 0 to 1, and NaN for the output layer.
struct LayerStatistics {
  std::int32_t epoch = 0;                                         ///< from 0
  std::int32_t layer = 0;                                         ///< from 0, the first hidden layer
  float zeros = std::numeric_limits<float>::quiet_NaN();          ///< outputs that are exactly 0
  float dead = std::numeric_limits<float>::quiet_NaN();           ///< units whose output is 0 for every sample
  float saturated = std::numeric_limits<float>::quiet_NaN();      ///< outputs where |f'| < saturation_threshold
  float gradient_norm = std::numeric_limits<float>::quiet_NaN();  ///< of the loss by the layer's weights and biases
};

/// The output of one unit of a trained network for one training sample. Layer 0 is the input, followed by the hidden
/// layers after their activation. The last layer is the network's output: logits or predictions.
struct OutputRecord {
  std::int32_t layer;   ///< from 0
  std::int32_t sample;  ///< from 0
  std::int32_t unit;    ///< from 0
  float value;
};

/// A weight of a trained network, from unit `input` of layer - 1. A bias has the input -1.
struct ParameterRecord {
  std::int32_t layer;  ///< from 1
  std::int32_t unit;
  std::int32_t input;
  float value;
};

enum class TrialStatus : std::uint8_t {
  finished,
  diverged,  ///< the training loss became NaN or infinite, in an epoch or after the last update
  failed     ///< an exception; TrialRecord::message has its text
};

/// Statuses as the record and trials.csv spell them, in the order of TrialStatus.
inline constexpr std::array<std::string_view, 3> trial_status_names{"finished", "diverged", "failed"};

inline std::string_view name(TrialStatus status) {
  return trial_status_names[static_cast<std::size_t>(status)];
}

/// A trial's identity and its result. The row of trials.csv.
struct TrialRecord {
  std::int64_t id = 0;  ///< index in the plan
  std::string model;
  std::uint32_t seed = 0;
  std::int64_t point = 0;  ///< index of the sweep point; 0 without a sweep
  TrialStatus status = TrialStatus::finished;
  std::string engine;       ///< "eager" or "fused"
  std::int64_t epochs = 0;  ///< epochs completed; for a diverged trial, the epoch (from 0) in which it diverged
  Score train{};            ///< measured with the final weights
  Score test{};
  double seconds = 0;
  std::string message{};  ///< why it failed
  Baseline baseline{};    ///< of the trial's data: the same for all models of a seed
  /// Held-out samples by class and prediction, with the final weights. Empty without classes, without a held-out sample
  /// and without a finite loss.
  Confusion confusion{};
};

/// Everything that is recorded about a trial. Optional parts are empty unless the config asks for them.
struct RecordedTrial : TrialRecord {
  std::vector<CurvePoint> curve{};
  std::vector<LayerStatistics> layer_statistics{};  ///< by epoch, then by layer
  std::vector<SnapshotRecord> snapshots{};          ///< for a trial of the scene's seed; their `trial` is this id
  std::vector<OutputRecord> outputs{};
  std::vector<ParameterRecord> parameters{};
  NamedArrays weights{};                           ///< final weights, which TrialWriter saves as a file
  Preprocessing preprocessing{};                   ///< of the trial's data; recorded once for all models of a seed
  std::optional<std::int64_t> weights_checksum{};  ///< of the file of weights
};

/// A model at one sweep point.
struct ModelRecord {
  std::int64_t point = 0;
  std::string name;
  std::string description;  ///< "2-10-2 relu"
  std::int64_t parameters = 0;
  std::int64_t data = -1;  ///< index into RunHeader::data; -1 if the record has none
};

/// The description of a run, written before its first trial.
struct RunHeader {
  std::string name;
  std::string config;       ///< the resolved config, as YAML
  bool regression = false;  ///< targets are real numbers: the metric is RMSE instead of accuracy
  std::int64_t trials = 0;  ///< number of trials of the run; of those that it needed, if it chose when to stop
  std::vector<std::string> sweep_keys;
  std::vector<std::vector<std::string>> points;  ///< the value of each swept key; one empty point without a sweep
  std::vector<ModelRecord> models;               ///< by sweep point, then in the order of the config
  IntervalMethod interval = IntervalMethod::bca;
  std::vector<DataRecord> data = {};  ///< the data sets of the sweep points, each once
  std::optional<Shard> shard = {};    ///< if the run is a part of a larger one; `trials` are those of the part

  /// The number of models at each sweep point.
  std::int64_t models_per_point() const { return static_cast<std::int64_t>(models.size() / points.size()); }
};

}  // namespace actlab
