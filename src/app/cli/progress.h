#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace actlab {

/// Shows the progress of a run: a progress bar on a terminal, otherwise a line in the log every ten seconds. Not
/// thread-safe.
class Progress {
 public:
  /// `is_limit`: the run may end before `total` trials.
  explicit Progress(std::size_t total, bool is_limit = false);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Call after each batch of finished trials.
  void advance(std::size_t trials);

  /// Call if the number of trials that are left changes.
  void set_remaining(std::size_t trials);

 private:
  using Clock = std::chrono::steady_clock;

  void show();

  std::size_t total_;
  const bool is_limit_;
  const bool terminal_;
  const Clock::time_point start_ = Clock::now();
  std::size_t done_ = 0;
  Clock::time_point shown_ = start_;
};

/// "921 of 2000 trials, 61.3/s, 18 s left"; "921 of at most 2000 trials, 61.3/s, at most 18 s left" if the run may end
/// before.
std::string progress_text(std::size_t done, std::size_t total, double seconds, bool is_limit = false);

/// "[█████     ] ", with `width` blocks between the brackets and a resolution of an eighth of a block.
std::string progress_bar(std::size_t done, std::size_t total, std::size_t width);

/// "0.8 s", "18 s", "2 min 05 s", "3 h 20 min".
std::string duration_text(double seconds);

}  // namespace actlab
