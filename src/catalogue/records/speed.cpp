#include "catalogue/records/speed.h"

#include <limits>
#include <string_view>

namespace actlab {
namespace {

struct SpeedRow {
  std::string_view name;
  Speed speed;
};

[[maybe_unused]] constexpr double no_builtin = std::numeric_limits<double>::quiet_NaN();
#include "catalogue/records/recorded_speed.inc"

}  // namespace

const Speed* recorded_speed(const Activation& activation) {
  const std::string name = to_string(activation);
  for (const SpeedRow& row : speed_rows) {
    if (row.name == name) return &row.speed;
  }
  return nullptr;
}

std::string_view recorded_speed_machine() {
  return speed_machine;
}

}  // namespace actlab
