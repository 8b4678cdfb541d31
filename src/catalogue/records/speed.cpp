#include "catalogue/records/speed.h"

#include <limits>
#include <string_view>

namespace actlab {
namespace {

struct SpeedRow {
  std::string_view name;
  Speed speed;
  std::string_view machine;
};

[[maybe_unused]] constexpr double no_builtin = std::numeric_limits<double>::quiet_NaN();
const SpeedRow speed_rows[] = {
#include "catalogue/records/recorded_speed.inc"
};

}  // namespace

std::optional<RecordedSpeed> recorded_speed(const Activation& activation) {
  const std::string name = to_string(activation);
  for (const SpeedRow& row : speed_rows) {
    if (row.name == name) return RecordedSpeed{row.speed, row.machine};
  }
  return std::nullopt;
}

}  // namespace actlab
