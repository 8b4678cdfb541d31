#pragma once

#include <atomic>
#include <exception>
#include <functional>
#include <memory>
#include <optional>
#include <string>
#include <string_view>

#include "lab/training/trial.h"

namespace actlab {

/// A model in training. Each engine implements it; run_trial drives it.
class Trainee {
 public:
  virtual ~Trainee() = default;

  /// Trains one epoch and returns the mean score over its batches, each measured before its update. If the loss of a
  /// batch is not finite, the epoch ends there with that loss. With `measure` false, the score only has to show whether
  /// the loss is finite.
  virtual Score train_epoch(bool measure) = 0;
  virtual Score evaluate_train() = 0;
  /// Sets `confusion`, unless it is null, to the held-out samples by class and prediction.
  virtual Score evaluate_test(Confusion* confusion) = 0;
  /// The baseline of the data.
  virtual Baseline baseline() const = 0;
  /// What was done to the data.
  virtual const Preprocessing& preprocessing() const = 0;
  /// Statistics of each layer over the training sample with the current weights. The caller sets epoch and layer.
  virtual std::vector<LayerStatistics> layer_statistics() = 0;
  /// A copy of the current weights.
  virtual NamedArrays weights() const = 0;
};

inline std::string what(const std::exception& error) {
  return error.what();
}

/// A result that names its trial and engine and has no scores yet.
TrialResult new_result(const Trial& trial, std::string_view engine);

/// Runs a trial from the first epoch to its result. All engines share this loop, so that curves, divergence and failure
/// mean the same everywhere. `make` builds the trainee and its data; its time counts as the trial's. Returns nothing if
/// `stop` ended the trial. Throws UsageError if `make` or training does; any other exception gives a failed trial with
/// `message_of` the exception as its message.
std::optional<TrialResult> run_trial(const Trial& trial, std::string_view engine, const std::atomic<bool>& stop,
                                     const std::function<std::unique_ptr<Trainee>()>& make,
                                     std::string (*message_of)(const std::exception&) = what);

}  // namespace actlab
