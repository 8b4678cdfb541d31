#pragma once

#include <cstddef>
#include <optional>
#include <vector>

#include "lab/record/summary.h"

namespace actlab {

/// Indices of the models with a result, best first, on the held-out sample if there is one. Models that a race dropped
/// come last, and before them those of which fewer than half of the trials finished.
std::vector<std::size_t> ranking(const Summary& summary);

/// Chooses the two models of the headline from the models and pairs of `summary`. `groups` are its trials.
std::optional<Headline> headline_of(const Summary& summary, const TrialGroups& groups);

}  // namespace actlab
