#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "catalogue/activation.h"
#include "catalogue/check/derivative_verdict.h"

namespace actlab {

/// f and f' at evenly spaced x across the interval of an activation's declaration; of a row-wise one, the first output
/// of the row (x, 0) and its derivative by x.
struct ActivationCurve {
  std::vector<double> x, f, df;
};

/// How many points a portrait's curve has.
inline constexpr std::int64_t portrait_points = 121;

/// The curve of an activation with kernels, by them.
ActivationCurve curve_by_kernels(const Activation& activation, std::int64_t points);

/// What a report shows of an activation: name with parameters, formula, derivative, source, kinks; curve; verdict.
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
