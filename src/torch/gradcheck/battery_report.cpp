#include <c10/util/StringUtil.h>

#include <algorithm>
#include <map>
#include <ostream>
#include <stdexcept>

#include "actlab/battery.h"

namespace actlab {

std::string_view to_string(Outcome outcome) {
  switch (outcome) {
    case Outcome::passed:
      return "passed";
    case Outcome::failed:
      return "failed";
    case Outcome::skipped:
      return "skipped";
  }
  return "unknown";
}

bool BatteryReport::passed() const {
  return std::none_of(rows.begin(), rows.end(), [](const BatteryRow& row) { return row.outcome == Outcome::failed; });
}

const BatteryRow& BatteryReport::at(std::string_view pitfall) const {
  for (const BatteryRow& row : rows) {
    if (row.pitfall == pitfall) return row;
  }
  throw std::out_of_range(c10::str("the battery has no row '", pitfall, "'"));
}

std::string to_string(const BatteryReport& report) {
  std::string text = report ? "battery passed" : "battery failed";
  constexpr std::size_t widest = 7;                       // "skipped"
  std::map<std::string_view, std::string_view> reported;  // each detail, and the row that reported it first
  for (const BatteryRow& row : report.rows) {
    const std::string_view outcome = row.outcome == Outcome::failed ? "FAILED" : to_string(row.outcome);
    text += "\n  " + std::string(outcome) + std::string(widest - outcome.size(), ' ') + " " + row.pitfall;
    if (row.detail.empty()) continue;
    const auto [first, is_new] = reported.try_emplace(row.detail, row.pitfall);
    text += is_new ? ": " + row.detail : c10::str(": see ", first->second);
  }
  return text;
}

std::ostream& operator<<(std::ostream& stream, const BatteryReport& report) {
  return stream << to_string(report);
}

}  // namespace actlab
