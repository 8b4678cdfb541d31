#include "catalogue/check/sample_points.h"

#include <cmath>

#include "catalogue/check/tolerances.h"

namespace actlab {

std::vector<double> sampled_inputs(const Activation& activation) {
  constexpr int cells = 48;
  constexpr double clearance = 10 * derivative_tolerances.eps;
  const auto [low, high] = activation.spec().interval;
  std::vector<double> xs;
  for (int i = 0; i < cells; ++i) xs.push_back(low + (high - low) * (i + 0.5) / cells);
  for (const Kink& kink : activation.kinks()) {
    std::erase_if(xs, [&, at = kink.at](double x) { return std::abs(x - at) <= clearance; });
    xs.push_back(kink.at - 2 * clearance);
    xs.push_back(kink.at + 2 * clearance);
  }
  return xs;
}

}  // namespace actlab
