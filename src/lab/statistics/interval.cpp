#include "lab/statistics/interval.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <stdexcept>
#include <string>

#include "lab/statistics/bootstrap.h"

namespace actlab {

std::string_view title(IntervalMethod method) {
  return method == IntervalMethod::t ? "Student's t" : "BCa bootstrap";
}

std::string_view name(IntervalMethod method) {
  return interval_method_names[static_cast<std::size_t>(method)];
}

IntervalMethod interval_method(std::string_view name) {
  const auto found = std::find(interval_method_names.begin(), interval_method_names.end(), name);
  if (found == interval_method_names.end())
    throw std::invalid_argument("unknown interval method '" + std::string(name) + "'");
  return static_cast<IntervalMethod>(found - interval_method_names.begin());
}

Estimate interval_estimate(std::span<const double> values, IntervalMethod method) {
  if (method == IntervalMethod::bca) return bootstrap_estimate(values);
  Estimate result = estimate(values);
  if (values.size() < fewest_seeds) result.low = result.high = std::nan("");
  return result;
}

}  // namespace actlab
