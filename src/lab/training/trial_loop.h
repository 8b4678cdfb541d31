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

/// A model in training, as the loop over epochs sees it: what an engine has to bring.
class Trainee {
 public:
  virtual ~Trainee() = default;

  /// Trains for one epoch and gives the mean score over its batches, each before its update. Where the loss of a batch
  /// is not finite the epoch ends there, with that loss. Unless `measure`, only whether the loss is finite need be
  /// right.
  virtual Score train_epoch(bool measure) = 0;
  virtual Score evaluate_train() = 0;
  virtual Score evaluate_test() = 0;
  /// How each layer fares on the training sample with the weights as they are.
  virtual std::vector<LayerHealth> health() = 0;
  /// Copies, which further training leaves as they are.
  virtual NamedArrays weights() const = 0;
};

inline std::string what(const std::exception& error) {
  return error.what();
}

/// Runs a trial from its first epoch to its result, which is the same loop for every engine: when the curve is
/// recorded, when a trial has diverged, what a failure looks like. `make` builds the trainee, data and all, inside the
/// time measured. Nothing where `stop` ended it. UsageError passes through; any other exception is a failed trial, of
/// which `message_of` says why.
std::optional<TrialResult> run_trial(const Trial& trial, std::string_view engine, const std::atomic<bool>& stop,
                                     const std::function<std::unique_ptr<Trainee>()>& make,
                                     std::string (*message_of)(const std::exception&) = what);

}  // namespace actlab
