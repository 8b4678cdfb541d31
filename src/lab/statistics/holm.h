#pragma once

#include <span>
#include <vector>

namespace actlab {

/// Holm's correction for testing several hypotheses (Holm, Scand. J. Stat. 1979): p-values such that rejecting those
/// below alpha has a probability of at most alpha to reject a true hypothesis, whatever their dependence. In the order
/// of `p_values`. NaN stays NaN and does not count as a test.
std::vector<double> holm(std::span<const double> p_values);

}  // namespace actlab
