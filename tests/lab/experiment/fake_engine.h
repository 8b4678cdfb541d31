#pragma once

#include <functional>
#include <stdexcept>

#include "lab/experiment/engines.h"

namespace actlab {

/// Trains nothing: a trial's result is made up from its model and seed, at once.
class FakeEngine : public Engine {
 public:
  using Change = std::function<void(const Trial&, TrialResult&)>;

  /// `change` has the last word about each result.
  explicit FakeEngine(
      std::string engine_name = "fake", Change change = [](const Trial&, TrialResult&) {})
      : name_(std::move(engine_name)), change_(std::move(change)) {}

  std::string_view name() const override { return name_; }

  std::optional<std::string> unsupported_reason(const Trial& trial) const override {
    if (trial.model == refuses) return "it is refused";
    return std::nullopt;
  }

  std::size_t batch_size() const override { return 3; }

  void train(std::span<const Trial> trials, const std::atomic<bool>& stop,
             const std::function<void(const Trial&, TrialResult&&)>& done) const override {
    for (const Trial& trial : trials) {
      if (stop) return;
      TrialResult result;
      result.engine = name_;
      result.epochs = trial.training->epochs;
      const double accuracy = 1.0 / (2 + trial.seed + static_cast<double>(trial.model.size()));
      result.train = {1 - accuracy, accuracy};
      result.test = {1 - accuracy / 2, accuracy / 2};
      for (std::int64_t epoch = 0; epoch < result.epochs; epoch += trial.record_every) {
        result.curve.push_back({});
        result.curve.back().epoch = epoch;
        result.curve.back().train = result.train;
        result.curve.back().test = result.test;
      }
      if (trial.keep_weights) result.weights = {{"0.weight", {1}, {static_cast<float>(accuracy)}}};
      change_(trial, result);
      done(trial, std::move(result));
    }
  }

  std::unique_ptr<NetworkView> view(const Trial&, std::int64_t, std::int64_t, const NamedArrays&) const override {
    throw std::logic_error("there is no network to look into");
  }

  std::string refuses;  ///< a model that it cannot train

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
