#include "catalogue/records/accuracy.h"

#include <limits>
#include <string_view>
#include <utility>

namespace actlab {
namespace {

struct AccuracyRow {
  std::string_view name;
  Accuracy accuracy;
};

[[maybe_unused]] constexpr double unbounded = std::numeric_limits<double>::infinity();
[[maybe_unused]] constexpr double none = std::numeric_limits<double>::quiet_NaN();
const AccuracyRow accuracy_rows[] = {
#include "catalogue/records/recorded_accuracy.inc"
};

}  // namespace

std::vector<ActivationPtr> measured_activations() {
  static const std::pair<std::string_view, ParameterValues> others[]{
      {"gelu", {{"approximate", "tanh"}}},
      {"threshold", {{"threshold", 0.1}, {"value", 20.0}}},
      {"hardtanh", {{"min_val", -0.3}, {"max_val", 2.5}}},
      {"leaky_relu", {{"negative_slope", 0.3}}},
      {"prelu", {{"init", 0.1}}},
      {"rrelu", {{"lower", 0.3}, {"upper", 0.8}}},
      {"elu", {{"alpha", 1.7}}},
      {"celu", {{"alpha", 0.3}}},
      {"celu", {{"alpha", 2.7}}},
      {"swish", {{"beta", 0.3}}},
      {"swish", {{"beta", 2.7}}},
      {"softplus", {{"beta", 0.3}}},
      {"softplus", {{"beta", 2.7}, {"threshold", 30.0}}},
      {"softshrink", {{"lambd", 0.7}}},
      {"hardshrink", {{"lambd", 0.7}}},
      {"squareplus", {{"b", 0.3}}},
      {"sine", {{"w0", 30.0}}},
      {"snake", {{"alpha", 5.0}}},
  };
  std::vector<ActivationPtr> all;
  for (const ActivationPtr& activation : catalogue()) {
    all.push_back(activation);
    for (const auto& [name, values] : others) {
      if (name == activation->spec().name) all.push_back(make_activation(name, values));
    }
  }
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
