#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>
#include <vector>

#include "activations/activation.h"

namespace actlab {

/// f and f' at evenly spaced x across the interval of an activation's declaration; of a row-wise one, the first output
/// of the row (x, 0) and its derivative by x.
struct ActivationCurve {
  std::vector<double> x, f, df;
};
ActivationCurve curve_of(const Activation& activation, std::int64_t points);

/// What a report shows of activations, each once: name with parameters, formula, derivative, source, kinks;
/// its curve; and the verdict of check_activation with the error that came nearest to its tolerance.
///
///     [{"name": …, "formula": …, "derivative": …, "source": …, "kinks": [0], "x": […], "f": […], "df": […],
///       "gradcheck": {"passed": true, "error": …, "at": …, "remark": ""}}]
nlohmann::json portraits(std::span<const ActivationPtr> activations);

}  // namespace actlab
