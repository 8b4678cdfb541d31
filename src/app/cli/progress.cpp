#include "app/cli/progress.h"

#include <fmt/format.h>

#include <cmath>

#include "core/log.h"

namespace actlab {
namespace {

using namespace std::chrono_literals;

constexpr auto between_frames = 100ms;
constexpr auto between_lines = 10s;

}  // namespace

Progress::Progress(std::size_t total, bool is_limit)
    : total_(total), is_limit_(is_limit), terminal_(stderr_is_terminal()) {
  if (terminal_) show();
}

Progress::~Progress() {
  show_status("");
}

void Progress::advance(std::size_t trials) {
  done_ += trials;
  const Clock::time_point now = Clock::now();
  const Clock::duration wait = terminal_ ? Clock::duration(between_frames) : Clock::duration(between_lines);
  if (now - shown_ < wait) return;
  shown_ = now;
  show();
}

void Progress::set_remaining(std::size_t trials) {
  total_ = done_ + trials;
}

void Progress::show() {
  const double seconds = std::chrono::duration<double>(Clock::now() - start_).count();
  const std::string text = progress_text(done_, total_, seconds, is_limit_);
  if (terminal_) {
    show_status(progress_bar(done_, total_, 24) + text);
  } else {
    log_info("{}", text);
  }
}

std::string progress_text(std::size_t done, std::size_t total, double seconds, bool is_limit) {
  const char* limit = is_limit ? "at most " : "";
  std::string text = fmt::format("{} of {}{} trials", done, limit, total);
  if (done == 0 || seconds <= 0) return text;
  const double rate = static_cast<double>(done) / seconds;
  text += rate >= 1 ? fmt::format(", {:.3g}/s", rate) : fmt::format(", {} each", duration_text(1 / rate));
  if (done < total) text += fmt::format(", {}{} left", limit, duration_text(static_cast<double>(total - done) / rate));
  return text;
}

std::string progress_bar(std::size_t done, std::size_t total, std::size_t width) {
  static constexpr const char* eighths[] = {"", "▏", "▎", "▍", "▌", "▋", "▊", "▉"};
  const std::size_t filled = total == 0 ? 0 : 8 * width * done / total;
  std::string bar = "[";
  for (std::size_t i = 0; i < filled / 8; ++i) bar += "█";
  bar += eighths[filled % 8];
  const std::size_t shown = filled / 8 + (filled % 8 == 0 ? 0 : 1);
  return bar + std::string(width - shown, ' ') + "] ";
}

std::string duration_text(double seconds) {
  if (seconds < 9.95) return fmt::format("{:.1f} s", seconds);
  const auto whole = static_cast<long long>(std::llround(seconds));
  if (whole < 60) return fmt::format("{} s", whole);
  if (whole < 3600) return fmt::format("{} min {:02} s", whole / 60, whole % 60);
  return fmt::format("{} h {:02} min", whole / 3600, whole / 60 % 60);
}

}  // namespace actlab
