#pragma once

#include <cstddef>
#include <string>
#include <string_view>

#include "lab/record/summary.h"

namespace actlab {

/// The name of the row below models[i]: "baseline: most frequent class", with the model if there are several baselines
/// and no swept key tells them apart.
std::string baseline_name(const Summary& summary, std::size_t i);

/// True if a model has a balanced accuracy.
bool has_balanced(const Summary& summary);

inline constexpr std::string_view balanced_explanation =
    "balanced: the mean of the classes' recalls in % (the classes differ in size)";

/// Says that `model` is not better than its baseline on the held-out sample, or else the training sample; empty if it
/// is, or if there is no baseline. `name` names the model.
std::string baseline_note(const Summary& summary, const ModelSummary& model, bool test, const std::string& name);

}  // namespace actlab
