#pragma once

#include <condition_variable>
#include <exception>
#include <filesystem>
#include <functional>
#include <mutex>
#include <span>
#include <thread>
#include <vector>

#include "lab/record/run_record.h"
#include "lab/tensor_backend.h"

namespace actlab {

/// A trial as it comes out of an engine.
struct TrialOutcome {
  TrialAndCurve result;
  NamedArrays weights;  ///< written to weights/ where there are any
};

/// The one writer of a record while trials run in parallel: threads hand results over and go on, a thread of its own
/// writes what gathers in a moment as one transaction. So a fast run has large transactions, and a slow one loses
/// nothing.
class TrialWriter {
 public:
  /// `written` is called on the writer's thread after each transaction, with what is now safe.
  /// `backend` writes the weights.
  TrialWriter(RunRecord& record, std::filesystem::path run_directory, const TensorBackend& backend,
              std::function<void(std::span<const TrialAndCurve>)> written);
  /// Writes what is left, and swallows an error where `finish` was not called.
  ~TrialWriter();

  /// Any thread. Waits where the writer is far behind. Throws what writing has thrown.
  void add(TrialOutcome outcome);

  /// Writes everything that was added. Throws what writing has thrown. Nothing may be added after it.
  void finish();

 private:
  void write_until_finished();
  void write(std::vector<TrialOutcome> outcomes);
  std::filesystem::path weights_file(const TrialRecord& trial) const;

  RunRecord& record_;
  std::filesystem::path run_directory_;
  const TensorBackend& backend_;
  std::function<void(std::span<const TrialAndCurve>)> written_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<TrialOutcome> waiting_;
  bool finishing_ = false;
  std::exception_ptr error_;
  std::thread thread_;  // last, since it uses all the others
};

}  // namespace actlab
