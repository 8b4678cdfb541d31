#include "lab/training/trial_loop.h"

#include <algorithm>
#include <chrono>
#include <cmath>

#include "core/error.h"

namespace actlab {
namespace {

void take_snapshot(Trainee& trainee, const Trial& trial, std::int64_t epochs, TrialResult& result) {
  if (std::binary_search(trial.snapshots.begin(), trial.snapshots.end(), epochs))
    result.snapshots.push_back({epochs, trainee.weights()});
}

// False where `stop` ended it.
bool train(Trainee& trainee, const Trial& trial, const std::atomic<bool>& stop, TrialResult& result) {
  const auto diverge = [&] {
    result.status = TrialStatus::diverged;
    return true;
  };
  const std::int64_t epochs = trial.training->epochs;
  take_snapshot(trainee, trial, 0, result);
  result.curve.reserve(static_cast<std::size_t>(epochs / trial.record_every) + 2);
  for (std::int64_t epoch = 0; epoch < epochs; ++epoch) {
    if (stop) return false;
    const bool record = epoch + 1 == epochs || epoch % trial.record_every == 0;
    const Score score = trainee.train_epoch(record);
    result.epochs = epoch;
    if (!std::isfinite(score.loss)) return diverge();
    take_snapshot(trainee, trial, epoch + 1, result);
    if (!record) continue;
    result.curve.push_back({epoch, score, trainee.evaluate_test(), {}});
    if (trial.measure_health) result.curve.back().health = trainee.health();
  }
  const Score score = trainee.evaluate_train();
  if (!std::isfinite(score.loss)) return diverge();  // the last updates did it
  result.epochs = epochs;
  result.train = score;
  result.test = result.curve.empty() ? trainee.evaluate_test() : result.curve.back().test;
  if (trial.keep_weights) result.weights = trainee.weights();
  return true;
}

void fail(TrialResult& result, std::string message) {
  result.status = TrialStatus::failed;
  result.message = std::move(message);
}

}  // namespace

std::optional<TrialResult> run_trial(const Trial& trial, std::string_view engine, const std::atomic<bool>& stop,
                                     const std::function<std::unique_ptr<Trainee>()>& make,
                                     std::string (*message_of)(const std::exception&)) {
  const auto start = std::chrono::steady_clock::now();
  TrialResult result;
  result.engine = engine;
  try {
    if (!train(*make(), trial, stop, result)) return std::nullopt;
  } catch (const UsageError&) {
    throw;
  } catch (const std::exception& error) {
    fail(result, message_of(error));
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace actlab
