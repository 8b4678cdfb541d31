#pragma once

#include <cstdint>
#include <limits>
#include <string>
#include <vector>

namespace actlab {

/// Loss and accuracy over one sample; NaN where there is none.
struct ScoreRecord {
  double loss = std::numeric_limits<double>::quiet_NaN();
  double accuracy = std::numeric_limits<double>::quiet_NaN();
};

/// One point of a training curve, in the precision that is kept of it.
struct CurveRecord {
  std::int32_t epoch;
  float train_loss;
  float train_accuracy;
  float test_loss;
  float test_accuracy;
};

/// How a layer fared at one epoch, with the weights after it; what the numbers mean is said in training/health.h.
struct HealthRecord {
  std::int32_t epoch;
  std::int32_t layer;  ///< from 0, the one behind the inputs
  float zeros;         ///< NaN for the output layer, as the next two
  float dead;
  float saturated;
  float gradient_norm;
};

/// What a unit of a trained network gives for a sample of the training data. Layer 0 are the inputs, the next ones the
/// hidden layers behind their activation, the last the network's outputs: logits or predictions.
struct OutputRecord {
  std::int32_t layer;
  std::int32_t sample;  ///< all from 0
  std::int32_t unit;
  float value;
};

/// A weight from unit `input` of layer - 1, or the bias, which has no input (-1), of a trained network.
struct ParameterRecord {
  std::int32_t layer;  ///< from 1
  std::int32_t unit;
  std::int32_t input;
  float value;
};

/// How a trial ended, as it is written: "finished", "diverged" or "failed".
namespace trial_status {
inline constexpr const char* finished = "finished";
inline constexpr const char* diverged = "diverged";
inline constexpr const char* failed = "failed";
}  // namespace trial_status

/// What is kept of a trial.
struct TrialRecord {
  std::int64_t id = 0;  ///< its place in the plan
  std::string model;
  std::uint32_t seed = 0;
  std::int64_t point = 0;  ///< the sweep point
  std::string status;
  std::string engine;
  std::int64_t epochs = 0;  ///< completed; of a diverged trial the epoch (from 0) in which it diverged
  ScoreRecord train;
  ScoreRecord test;
  double seconds = 0;
  std::string message;  ///< why it failed
};

/// A model at one sweep point.
struct ModelRecord {
  std::int64_t point = 0;
  std::string name;
  std::string description;  ///< "2-10-2 relu"
  std::int64_t parameters = 0;
};

/// What a run is about to do, written before its first trial.
struct RunHeader {
  std::string name;
  std::string config;       ///< the resolved config, as YAML
  bool regression = false;  ///< targets are real numbers: RMSE is what counts, not accuracy
  std::int64_t trials = 0;  ///< how many there are in the plan
  std::vector<std::string> sweep_keys;
  std::vector<std::vector<std::string>> points;  ///< the value of each swept key; one empty point without a sweep
  std::vector<ModelRecord> models;               ///< by point, then in the order of the config
};

}  // namespace actlab
