#include "activations/accuracy.h"

#include <limits>
#include <string_view>

namespace actlab {
namespace {

struct AccuracyRow {
  std::string_view name;
  Accuracy accuracy;
};

[[maybe_unused]] constexpr double unbounded = std::numeric_limits<double>::infinity();
[[maybe_unused]] constexpr double none = std::numeric_limits<double>::quiet_NaN();
const AccuracyRow accuracy_rows[] = {
#include "activations/recorded_accuracy.inc"
};

}  // namespace

std::vector<ActivationPtr> measured_activations() {
  std::vector<ActivationPtr> all;
  for (const ActivationPtr& activation : catalogue()) {
    if (!activation->is_row_wise()) all.push_back(activation);
  }
  all.push_back(make_activation("gelu", {{"approximate", "tanh"}}));
  return all;
}

const Accuracy* recorded_accuracy(const Activation& activation) {
  const std::string name = to_string(activation);
  for (const AccuracyRow& row : accuracy_rows) {
    if (row.name == name) return &row.accuracy;
  }
  return nullptr;
}

}  // namespace actlab
