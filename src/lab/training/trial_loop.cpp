#include "lab/training/trial_loop.h"

#include <algorithm>
#include <chrono>
#include <cmath>
#include <utility>

#include "core/error.h"

namespace actlab {
namespace {

BasicScore<float> to_float(const Score& score) {
  return {static_cast<float>(score.loss), static_cast<float>(score.accuracy)};
}

void keep_checkpoint(Trainee& trainee, const Trial& trial, std::int64_t epochs, TrialResult& result) {
  if (std::binary_search(trial.snapshot_epochs.begin(), trial.snapshot_epochs.end(), epochs))
    result.checkpoints.push_back({epochs, trainee.weights()});
}

void add_layer_statistics(Trainee& trainee, std::int32_t epoch, TrialResult& result) {
  std::int32_t layer = 0;
  for (LayerStatistics& statistics : trainee.layer_statistics()) {
    statistics.epoch = epoch;
    statistics.layer = layer++;
    result.layer_statistics.push_back(statistics);
  }
}

// Returns false if `stop` ended the training.
bool train(Trainee& trainee, const Trial& trial, const std::atomic<bool>& stop, TrialResult& result) {
  const auto diverge = [&] {
    result.status = TrialStatus::diverged;
    return true;
  };
  const std::int64_t epochs = trial.training->epochs;
  result.baseline = trainee.baseline();
  result.preprocessing = trainee.preprocessing();
  keep_checkpoint(trainee, trial, 0, result);
  result.curve.reserve(static_cast<std::size_t>(epochs / trial.record_every) + 2);
  std::optional<Score> test;
  Confusion confusion;
  for (std::int64_t epoch = 0; epoch < epochs; ++epoch) {
    if (stop) return false;
    const bool record = epoch + 1 == epochs || epoch % trial.record_every == 0;
    const Score score = trainee.train_epoch(record);
    result.epochs = epoch;
    if (!std::isfinite(score.loss)) return diverge();
    keep_checkpoint(trainee, trial, epoch + 1, result);
    if (!record) continue;
    test = trainee.evaluate_test(epoch + 1 == epochs ? &confusion : nullptr);
    const auto number = static_cast<std::int32_t>(epoch);
    result.curve.push_back({number, to_float(score), to_float(*test)});
    if (trial.measure_health) add_layer_statistics(trainee, number, result);
  }
  const Score score = trainee.evaluate_train();
  if (!std::isfinite(score.loss)) return diverge();  // the last update made it so
  result.epochs = epochs;
  result.train = score;
  result.test = test ? *test : trainee.evaluate_test(&confusion);
  if (std::isfinite(result.test.loss)) result.confusion = std::move(confusion);  // else there are no predictions
  if (trial.keep_weights) result.weights = trainee.weights();
  return true;
}

}  // namespace

TrialResult new_result(const Trial& trial, std::string_view engine) {
  TrialResult result;
  result.id = trial.id;
  result.model = trial.model;
  result.seed = trial.seed;
  result.point = static_cast<std::int64_t>(trial.point);
  result.engine = engine;
  return result;
}

std::optional<TrialResult> run_trial(const Trial& trial, std::string_view engine, const std::atomic<bool>& stop,
                                     const std::function<std::unique_ptr<Trainee>()>& make,
                                     std::string (*message_of)(const std::exception&)) {
  const auto start = std::chrono::steady_clock::now();
  TrialResult result = new_result(trial, engine);
  try {
    if (!train(*make(), trial, stop, result)) return std::nullopt;
  } catch (const UsageError&) {
    throw;
  } catch (const std::exception& error) {
    result.status = TrialStatus::failed;
    result.message = message_of(error);
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace actlab
