#pragma once

#include <chrono>
#include <cstddef>
#include <string>

namespace actlab {

/// Shows the progress of a run: a progress bar on a terminal, otherwise a line in the log every ten seconds. Not
/// thread-safe.
class Progress {
 public:
  explicit Progress(std::size_t total);
  ~Progress();
  Progress(const Progress&) = delete;
  Progress& operator=(const Progress&) = delete;

  /// Call after each batch of finished trials.
  void advance(std::size_t trials);

 private:
  using Clock = std::chrono::steady_clock;

  void show();

  const std::size_t total_;
  const bool terminal_;
  const Clock::time_point start_ = Clock::now();
  std::size_t done_ = 0;
  Clock::time_point shown_ = start_;
};

/// "921 of 2000 trials, 61.3/s, 18 s left".
std::string progress_text(std::size_t done, std::size_t total, double seconds);

/// "[█████     ] ", with `width` blocks between the brackets and a resolution of an eighth of a block.
std::string progress_bar(std::size_t done, std::size_t total, std::size_t width);

/// "0.8 s", "18 s", "2 min 05 s", "3 h 20 min".
std::string duration_text(double seconds);

}  // namespace actlab
