#include "lab/record/trial_writer.h"

#include <chrono>
#include <string>
#include <system_error>
#include <utility>

#include "lab/record/atomic_file.h"
#include "lab/record/run_directory.h"
#include "lab/record/seal.h"

namespace actlab {
namespace {

// A transaction is expensive compared to a row, and so is waking the writer's thread compared to a short trial. So the
// thread waits for more trials before it writes. A kill loses only the trials of that time.
constexpr std::chrono::milliseconds batch_time{50};
constexpr std::size_t batch_size = 256;
constexpr std::size_t max_queued = 4 * batch_size;  // limits memory

}  // namespace

TrialWriter::TrialWriter(RunRecord& record, std::filesystem::path run_directory, const TensorBackend& backend,
                         std::function<void(std::span<const RecordedTrial>)> written)
    : record_(record), run_directory_(std::move(run_directory)), backend_(backend), written_(std::move(written)) {
  try {
    thread_ = std::thread([this] { write_until_finished(); });
  } catch (const std::system_error&) {
    // No more threads are allowed: `add` writes.
  }
}

TrialWriter::~TrialWriter() {
  try {
    finish();
  } catch (...) {
    // Reached only during stack unwinding, where the first exception matters.
  }
}

void TrialWriter::add(RecordedTrial trial) {
  std::unique_lock lock(mutex_);
  if (!thread_.joinable()) return write({&trial, 1});
  changed_.wait(lock, [&] { return queue_.size() < max_queued || error_; });
  if (error_) std::rethrow_exception(error_);
  queue_.push_back(std::move(trial));
  if (queue_.size() == 1 || queue_.size() == batch_size) changed_.notify_all();
}

void TrialWriter::finish() {
  {
    const std::scoped_lock lock(mutex_);
    finishing_ = true;
    changed_.notify_all();
  }
  if (thread_.joinable()) thread_.join();
  if (error_) std::rethrow_exception(error_);
}

void TrialWriter::write_until_finished() {
  std::unique_lock lock(mutex_);
  while (true) {
    changed_.wait(lock, [&] { return !queue_.empty() || finishing_; });
    if (queue_.empty()) return;
    changed_.wait_for(lock, batch_time, [&] { return queue_.size() >= batch_size || finishing_; });
    std::vector<RecordedTrial> trials = std::exchange(queue_, {});
    changed_.notify_all();
    lock.unlock();
    std::exception_ptr error;
    try {
      write(trials);
    } catch (...) {
      error = std::current_exception();
    }
    lock.lock();
    if (!error) continue;
    error_ = error;
    changed_.notify_all();
    return;
  }
}

void TrialWriter::write(std::span<RecordedTrial> trials) {
  // Weights before rows, so that every recorded trial has its weights.
  for (RecordedTrial& trial : trials) {
    if (trial.weights.empty()) continue;
    make_subdirectory(run_directory_, weights_folder);
    const std::filesystem::path file = weights_file(run_directory_, trial, record_.header());
    backend_.write_state_dict(file, trial.weights);
    trial.weights_checksum = checksum_of_file(file);
  }
  record_.save(trials);
  written_(trials);
}

}  // namespace actlab
