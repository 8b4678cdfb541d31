#include "training/trial_loop.h"

#include <chrono>
#include <cmath>

#include "core/error.h"

namespace actlab {
namespace {

// False where `stop` ended it.
bool train(Trainee& trainee, const Trial& trial, const std::atomic<bool>& stop, TrialResult& result) {
  const auto diverge = [&] {
    result.status = TrialStatus::diverged;
    return true;
  };
  const std::int64_t epochs = trial.training->epochs;
  for (std::int64_t epoch = 0; epoch < epochs; ++epoch) {
    if (stop) return false;
    const bool record = epoch + 1 == epochs || epoch % trial.record_every == 0;
    const Score score = trainee.train_epoch(record);
    result.epochs = epoch;
    if (!std::isfinite(score.loss)) return diverge();
    if (!record) continue;
    result.curve.push_back({epoch, score, trainee.evaluate_test(), {}});
    if (trial.measure_health) result.curve.back().health = trainee.health();
  }
  const Score score = trainee.evaluate_train();
  if (!std::isfinite(score.loss)) return diverge();  // the last updates did it
  result.epochs = epochs;
  result.train = score;
  result.test = result.curve.back().test;
  if (trial.keep_weights) result.weights = trainee.weights();
  return true;
}

void fail(TrialResult& result, std::string message) {
  result.status = TrialStatus::failed;
  result.message = std::move(message);
}

}  // namespace

std::optional<TrialResult> run_trial(const Trial& trial, std::string_view engine, const std::atomic<bool>& stop,
                                     const std::function<std::unique_ptr<Trainee>()>& make) {
  const auto start = std::chrono::steady_clock::now();
  TrialResult result;
  result.engine = engine;
  try {
    if (!train(*make(), trial, stop, result)) return std::nullopt;
  } catch (const UsageError&) {
    throw;
  } catch (const c10::Error& error) {
    fail(result, error.what_without_backtrace());
  } catch (const std::exception& error) {
    fail(result, error.what());
  }
  result.seconds = std::chrono::duration<double>(std::chrono::steady_clock::now() - start).count();
  return result;
}

}  // namespace actlab
