#pragma once

#include <cstdint>
#include <vector>

#include "catalogue/check/derivative_verdict.h"

namespace actlab {

/// f and f' at evenly spaced x in the interval that the activation declares. For a row-wise activation: the first
/// output of the row (x, 0) and its derivative with respect to x.
struct ActivationCurve {
  std::vector<double> x, f, df;
};

/// Number of points of the curve of a portrait.
inline constexpr std::int64_t portrait_points = 121;

/// The computed data about an activation that a report shows.
struct ActivationPortrait {
  ActivationCurve curve;
  DerivativeVerdict verdict;
};

}  // namespace actlab
