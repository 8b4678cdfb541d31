#pragma once

#include <cstdint>
#include <nlohmann/json_fwd.hpp>
#include <span>

#include "catalogue/activation.h"
#include "lab/models/activation_portrait.h"
#include "lab/tensor_backend.h"

namespace actlab {

/// The curve of an activation with kernels, computed by them.
ActivationCurve curve_by_kernels(const Activation& activation, std::int64_t points);

/// The portrait of an activation, which a report shows: name with parameters, formula, derivative, source, kinks, curve
/// and verdict of the gradient check.
///
///     {"name": …, "formula": …, "derivative": …, "source": …, "kinks": [0], "x": […], "f": […], "df": […],
///      "gradcheck": {"passed": true, "error": …, "at": …, "remark": ""}}
nlohmann::json to_json(const Activation& activation, const ActivationPortrait& portrait);

/// A portrait of each, once. The backend makes those of activations without kernels, and is called for them alone.
nlohmann::json portraits(std::span<const ActivationPtr> activations, const TensorBackend& backend);

}  // namespace actlab
