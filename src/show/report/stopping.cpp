#include "show/report/stopping.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <cmath>

#include "show/report/metric_text.h"

namespace actlab {
namespace {

std::string candidate_text(const RunHeader& header, const CandidateRecord& candidate) {
  std::string text = candidate.model;
  const auto& values = header.points.at(static_cast<std::size_t>(candidate.point));
  for (std::size_t i = 0; i < header.sweep_keys.size(); ++i) {
    text += fmt::format("{}{} = {}", i == 0 ? " at " : ", ", short_key(header.sweep_keys[i], header.sweep_keys),
                        values.at(i));
  }
  return text;
}

std::string watched_text(const RunHeader& header, const WatchedRecord& watched) {
  const std::string first = candidate_text(header, watched.first);
  if (watched.first == watched.second) return first;
  return fmt::format("{} − {}", first, candidate_text(header, watched.second));
}

// A length of the metric: "0.48 points", or "0.0123" for RMSE.
std::string length_text(double value, bool regression) {
  return regression ? fmt::format("{:.3g}", value) : fmt::format("{:.2f} points", 100 * value);
}

std::string asked_text(const StoppingRecord& stopping, bool regression) {
  return fmt::format("asked {:g}", regression ? stopping.interval : 100 * stopping.interval);
}

// The widest interval; one that is missing is the widest of all.
const WatchedRecord* widest(const StoppingRecord& stopping) {
  const auto width = [](const WatchedRecord& watched) {
    const double value = watched.interval.high - watched.interval.low;
    return std::isnan(value) ? INFINITY : value;
  };
  const auto found = std::max_element(stopping.watched.begin(), stopping.watched.end(),
                                      [&](const auto& a, const auto& b) { return width(a) < width(b); });
  return found == stopping.watched.end() ? nullptr : &*found;
}

std::string widest_text(const RunHeader& header, const StoppingRecord& stopping) {
  const WatchedRecord* watched = widest(stopping);
  if (watched == nullptr) return "there is no interval";
  const std::string name = watched_text(header, *watched);
  const SequentialRecord& interval = watched->interval;
  if (std::isfinite(interval.high - interval.low)) {
    return fmt::format("the widest 95 % interval is {} ({}; {})",
                       length_text(interval.high - interval.low, header.regression),
                       asked_text(stopping, header.regression), name);
  }
  if (interval.seeds < stopping.at_least) {
    return fmt::format("{} has no interval: {} seeds finished, which is less than {}", name, interval.seeds,
                       stopping.at_least);
  }
  return fmt::format("{} has no interval: it is the same on each of {} seeds", name, interval.seeds);
}

std::string drop_text(const RunHeader& header, const DropRecord& drop) {
  const std::string name = candidate_text(header, drop.candidate);
  if (drop.unfinished > 0)
    return fmt::format("dropped {} after {} seeds: {} of them did not finish", name, drop.seeds, drop.unfinished);
  const SequentialRecord& difference = drop.difference;
  const bool regression = header.regression;
  const double sign = regression ? -1 : 1;  // the candidate's RMSE is larger
  const double low = regression ? -difference.high : difference.low;
  const double high = regression ? -difference.low : difference.high;
  return fmt::format("dropped {} after {} seeds: it is {} behind {} (interval {} … {})", name, drop.seeds,
                     length_text(sign * difference.mean, regression), candidate_text(header, drop.best),
                     metric_text(low, regression), metric_text(high, regression));
}

std::string left_text(const RunHeader& header, const StoppingRecord& stopping) {
  constexpr std::size_t max_names = 8;
  std::string text;
  std::size_t count = 0;
  for (const ModelRecord& model : header.models) {
    if (stopping.drop_of(model.point, model.name) != nullptr) continue;
    if (++count <= max_names) text += (count == 1 ? "" : ", ") + candidate_text(header, {model.point, model.name});
  }
  return count > max_names ? fmt::format("{} and {} more", text, count - max_names) : text;
}

std::string how_it_ended(const RunHeader& header, const StoppingRecord& stopping) {
  const bool is_over = stopping.decided || stopping.seeds == stopping.at_most;
  if (!is_over) return fmt::format("not decided yet after {} seeds", stopping.seeds);
  if (stopping.is_race()) {
    const std::string left = left_text(header, stopping);
    return stopping.decided
               ? fmt::format("stopped after {} seeds: the race is decided, {} is left", stopping.seeds, left)
               : fmt::format("reached {} seeds (at_most) without deciding the race: {} are left", stopping.seeds, left);
  }
  const std::string interval = widest_text(header, stopping);
  return stopping.decided
             ? fmt::format("stopped after {} seeds: {}", stopping.seeds, interval)
             : fmt::format("reached {} seeds (at_most) without being that certain: {}", stopping.seeds, interval);
}

}  // namespace

std::string look_text(const RunHeader& header, const StoppingRecord& stopping, std::span<const DropRecord> dropped) {
  std::string text = stopping.is_race()
                         ? fmt::format("after {} seeds: {} dropped, {} left", stopping.seeds, stopping.dropped.size(),
                                       header.models.size() - stopping.dropped.size())
                         : fmt::format("after {} seeds: {}", stopping.seeds, widest_text(header, stopping));
  for (const DropRecord& drop : dropped) text += "\n  " + drop_text(header, drop);
  return text;
}

std::vector<std::string> stopping_notes(const Summary& summary) {
  constexpr std::size_t max_drops = 20;
  if (!summary.stopping) return {};
  const StoppingRecord& stopping = *summary.stopping;
  std::vector<std::string> notes{how_it_ended(summary.header, stopping) + "."};
  const std::size_t skipped = stopping.dropped.size() > max_drops ? stopping.dropped.size() - max_drops : 0;
  if (skipped > 0) notes.push_back(fmt::format("{} earlier drops are in summary.json.", skipped));
  for (std::size_t i = skipped; i < stopping.dropped.size(); ++i)
    notes.push_back(drop_text(summary.header, stopping.dropped[i]) + ".");
  if (!stopping.dropped.empty()) {
    notes.push_back(
        "means of dropped models are over fewer seeds, so compare paired differences; p-values and intervals of the "
        "tables suppose a number of seeds that was fixed before, so the race's own intervals decide.");
  }
  for (std::string& note : notes) note.front() = static_cast<char>(std::toupper(static_cast<unsigned char>(note[0])));
  return notes;
}

std::string stopping_text(const Summary& summary) {
  std::string text;
  for (const std::string& note : stopping_notes(summary)) text += note + "\n";
  return text;
}

}  // namespace actlab
