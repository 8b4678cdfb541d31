#include "lab/record/trial_writer.h"

#include <chrono>
#include <string>
#include <utility>

#include "lab/record/run_directory.h"

namespace actlab {
namespace {

// A transaction costs as much as dozens of rows, and waking the thread that writes it as much as a short trial: so it
// gathers for a moment, which is all that a kill can lose, or until it has enough to be cheap by the trial.
constexpr std::chrono::milliseconds gathering{50};
constexpr std::size_t enough = 256;
constexpr std::size_t most_waiting = 4 * enough;  // the rest would only be memory

}  // namespace

TrialWriter::TrialWriter(RunRecord& record, std::filesystem::path run_directory, const TensorBackend& backend,
                         std::function<void(std::span<const TrialAndCurve>)> written)
    : record_(record), run_directory_(std::move(run_directory)), backend_(backend), written_(std::move(written)) {
  thread_ = std::thread([this] { write_until_finished(); });
}

TrialWriter::~TrialWriter() {
  try {
    finish();
  } catch (...) {
    // Only reached while another exception, which says more, is on its way.
  }
}

void TrialWriter::add(TrialOutcome outcome) {
  std::unique_lock lock(mutex_);
  changed_.wait(lock, [&] { return waiting_.size() < most_waiting || error_; });
  if (error_) std::rethrow_exception(error_);
  waiting_.push_back(std::move(outcome));
  if (waiting_.size() == 1 || waiting_.size() == enough) changed_.notify_all();
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
    changed_.wait(lock, [&] { return !waiting_.empty() || finishing_; });
    if (waiting_.empty()) return;
    changed_.wait_for(lock, gathering, [&] { return waiting_.size() >= enough || finishing_; });
    std::vector<TrialOutcome> outcomes = std::exchange(waiting_, {});
    changed_.notify_all();
    lock.unlock();
    std::exception_ptr error;
    try {
      write(std::move(outcomes));
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

void TrialWriter::write(std::vector<TrialOutcome> outcomes) {
  std::vector<TrialAndCurve> results;
  results.reserve(outcomes.size());
  for (TrialOutcome& outcome : outcomes) {
    // Weights before the row: a trial that the record knows is never without them.
    if (!outcome.weights.empty()) backend_.write_state_dict(weights_file(outcome.result.trial), outcome.weights);
    results.push_back(std::move(outcome.result));
  }
  record_.save(results);
  written_(results);
}

std::filesystem::path TrialWriter::weights_file(const TrialRecord& trial) const {
  const std::filesystem::path folder = run_directory_ / "weights";
  std::filesystem::create_directory(folder);
  return folder / (file_name_of(trial, record_.header()) + ".pt");
}

}  // namespace actlab
