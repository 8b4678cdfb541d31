#pragma once

#include <cstdint>
#include <vector>

#include "catalogue/check/derivative_verdict.h"

namespace actlab {

/// f and f' at evenly spaced x across the interval of an activation's declaration. For a row-wise activation: the first
/// output of the row (x, 0) and its derivative with respect to x.
struct ActivationCurve {
  std::vector<double> x, f, df;
};

/// The number of points of a portrait's curve.
inline constexpr std::int64_t portrait_points = 121;

/// What a report shows of an activation beside its declaration.
struct ActivationPortrait {
  ActivationCurve curve;
  DerivativeVerdict verdict;
};

}  // namespace actlab
