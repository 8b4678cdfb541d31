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

/// Trains trials. Engines are stateless and thread-safe.
class Engine {
 public:
  virtual ~Engine() = default;
  virtual std::string_view name() const = 0;

  /// Why this engine cannot train the trial, or nothing where it can.
  virtual std::optional<std::string> unsupported_reason(const Trial& trial) const = 0;

  /// Preferred number of trials per call of `train`.
  virtual std::size_t batch_size() const = 0;

  /// Trains trials one after another on the calling thread and calls `done` with each result. A trial that diverges or
  /// fails has a result too. Returns early once `stop` is true and drops the current trial. Throws UsageError if a
  /// trial cannot be set up.
  virtual void train(std::span<const Trial> trials, const std::atomic<bool>& stop,
                     const std::function<void(const Trial&, TrialResult&&)>& done) const = 0;

  /// The trial's network with the given parameters.
  virtual std::unique_ptr<NetworkView> view(const Trial& trial, std::int64_t features, std::int64_t outputs,
                                            const NamedArrays& parameters) const = 0;
};

/// Our own kernels, which train networks of element-wise activations in one pass over blocks of samples. Faster on
/// small networks, where a framework spends most of its time on overhead.
std::unique_ptr<Engine> make_fused_engine();

}  // namespace actlab
