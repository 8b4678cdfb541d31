#pragma once

#include <functional>
#include <stdexcept>

#include "lab/experiment/engines.h"
#include "lab/training/trial_loop.h"

namespace actlab {

/// Returns results that are computed from the model's name and the seed, without training.
class FakeEngine : public Engine {
 public:
  using Change = std::function<void(const Trial&, TrialResult&)>;

  /// `change` may modify each result.
  explicit FakeEngine(
      std::string engine_name = "fake", Change change = [](const Trial&, TrialResult&) {})
      : name_(std::move(engine_name)), change_(std::move(change)) {}

  std::string_view name() const override { return name_; }

  std::optional<std::string> unsupported_reason(const Trial& trial) const override {
    if (trial.model == unsupported_model) return "it is not supported";
    return std::nullopt;
  }

  std::size_t batch_size() const override { return 3; }

  void train(std::span<const Trial> trials, const std::atomic<bool>& stop,
             const std::function<void(const Trial&, TrialResult&&)>& done) const override {
    for (const Trial& trial : trials) {
      if (stop) return;
      TrialResult result = new_result(trial, name_);
      result.epochs = trial.training->epochs;
      const double accuracy = 1.0 / (2 + trial.seed + static_cast<double>(trial.model.size()));
      result.train = {1 - accuracy, accuracy};
      result.test = {1 - accuracy / 2, accuracy / 2};
      for (std::int64_t epoch = 0; epoch < result.epochs; epoch += trial.record_every) {
        result.curve.push_back({static_cast<std::int32_t>(epoch), {0.5f, 0.5f}, {0.5f, 0.5f}});
      }
      if (trial.keep_weights) result.weights = {{"0.weight", {1}, {static_cast<float>(accuracy)}}};
      change_(trial, result);
      done(trial, std::move(result));
    }
  }

  std::unique_ptr<NetworkView> view(const Trial&, std::int64_t, std::int64_t, const NamedArrays&) const override {
    throw std::logic_error("a fake engine has no network");
  }

  std::string unsupported_model;  ///< name of a model that the engine does not support

 private:
  std::string name_;
  Change change_;
};

inline Engines only(std::unique_ptr<Engine> engine) {
  Engines engines;
  engines.push_back(std::move(engine));
  return engines;
}

}  // namespace actlab
