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

/// Writes trials to a record on a thread of its own, while other threads train (or on theirs, if the system allows no
/// further thread). Trials that arrive within a short time
/// are written in one transaction.
class TrialWriter {
 public:
  /// Calls `written` on the writer's thread after each transaction, with the trials in it. `backend` writes
  /// the weights.
  TrialWriter(RunRecord& record, std::filesystem::path run_directory, const TensorBackend& backend,
              std::function<void(std::span<const RecordedTrial>)> written);
  /// Calls `finish` and ignores its errors.
  ~TrialWriter();

  /// Queues a trial. Thread-safe. Blocks while the queue is full. Rethrows the error of an earlier write.
  void add(RecordedTrial trial);

  /// Writes all queued trials and ends the thread. Rethrows the error of a write. Do not call `add` afterwards.
  void finish();

 private:
  void write_until_finished();
  void write(std::span<RecordedTrial> trials);

  RunRecord& record_;
  std::filesystem::path run_directory_;
  const TensorBackend& backend_;
  std::function<void(std::span<const RecordedTrial>)> written_;

  std::mutex mutex_;
  std::condition_variable changed_;
  std::vector<RecordedTrial> queue_;
  bool finishing_ = false;
  std::exception_ptr error_;
  std::thread thread_;  // last, because it uses the other members
};

}  // namespace actlab
