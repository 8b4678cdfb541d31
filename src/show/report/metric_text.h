#pragma once

#include <string>
#include <string_view>
#include <vector>

#include "lab/statistics/interval.h"

namespace actlab {

/// Shown instead of NaN.
inline constexpr std::string_view absent = "—";

/// Formats an accuracy in percent without the percent sign ("92.31"), or an RMSE with four digits ("0.04321").
std::string metric_text(double value, bool regression);

/// Formats a difference in the same way, with its sign.
std::string difference_text(double value, bool regression);

/// Formats a p-value. A p-value of 0 is only an underflow and becomes "< 1e-300".
std::string p_text(double p);

/// What a 95 % interval of a mean means, and how it was made, in sentences for readers who do not know it.
std::string interval_explanation(IntervalMethod method);

/// The last part of a dotted key ("lr" for "training.optimizer.lr"), or the whole key if that is ambiguous among
/// `keys`.
std::string short_key(const std::string& key, const std::vector<std::string>& keys);

}  // namespace actlab
