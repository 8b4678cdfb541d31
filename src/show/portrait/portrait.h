#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "catalogue/activation.h"
#include "catalogue/check/derivative_verdict.h"

namespace actlab {

/// f and f' at evenly spaced x over the interval of an activation's Spec. For a row-wise activation, the first output
/// for the row (x, 0) and its derivative by x.
struct ActivationCurve {
  std::vector<double> x, f, df;
};

/// Number of points of a portrait's curve.
inline constexpr std::int64_t portrait_points = 121;

/// Computes the curve of an activation with its kernels, which it must have.
ActivationCurve curve_by_kernels(const Activation& activation, std::int64_t points);

/// The portrait of an activation, which a report shows: name with parameters, formula, derivative, source, kinks, curve
/// and verdict of the gradient check.
///
///     {"name": …, "formula": …, "derivative": …, "source": …, "kinks": [0], "x": […], "f": […], "df": […],
///      "gradcheck": {"passed": true, "error": …, "at": …, "remark": ""}}
nlohmann::json portrait_of(const Activation& activation, const ActivationCurve& curve,
                           const DerivativeVerdict& verdict);

/// The portrait of an activation that has no kernels: a row-wise one, or one outside of the catalogue. Not defined here
/// but by `verify`, because it takes LibTorch.
nlohmann::json portrait_on_tensors(const Activation& activation);

/// A portrait of each, once. `of_others` makes those of activations without kernels, and is called for them alone. It
/// is named where this is called, so that this folder needs none to be linked.
nlohmann::json portraits(std::span<const ActivationPtr> activations,
                         nlohmann::json (*of_others)(const Activation&) = portrait_on_tensors);

}  // namespace actlab
