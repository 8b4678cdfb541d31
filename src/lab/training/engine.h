#pragma once

#include <atomic>
#include <functional>
#include <memory>
#include <optional>
#include <span>
#include <string>
#include <string_view>

#include "lab/training/network_view.h"
#include "lab/training/trial.h"

namespace actlab {

/// Trains trials. Stateless: threads share one.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::string_view name() const = 0;

  /// Why this engine cannot train the trial, or nothing where it can.
  virtual std::optional<std::string> unsupported_reason(const Trial& trial) const = 0;

  /// How many trials one call of `train` is best given.
  virtual std::size_t batch_size() const = 0;

  /// Trains each trial on the calling thread alone and calls `done` for each with its result, in the order given. A
  /// trial that diverges or throws is a result like any other. Returns early, without calling `done` for the rest, once
  /// `stop` is true; what has begun and not finished is dropped.
  virtual void train(std::span<const Trial> trials, const std::atomic<bool>& stop,
                     const std::function<void(const Trial&, TrialResult&&)>& done) const = 0;

  /// The trial's network with these parameters, for data of so many features and outputs.
  virtual std::unique_ptr<NetworkView> view(const Trial& trial, std::int64_t features, std::int64_t outputs,
                                            const NamedArrays& parameters) const = 0;
};

/// Our own kernels, which train networks of element-wise activations in one pass over blocks of samples. Faster on
/// small networks, where a framework spends most of its time on overhead.
std::unique_ptr<Engine> make_fused_engine();

}  // namespace actlab
