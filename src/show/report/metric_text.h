#pragma once

#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// What stands where there is no number.
inline constexpr std::string_view absent = "—";

/// An accuracy in percent without its sign ("92.31"), or an RMSE with four digits ("0.04321").
std::string metric_text(double value, bool regression);

/// The same of a difference, with its sign.
std::string difference_text(double value, bool regression);

/// A p-value. Far out the t distribution is 0 in double precision, and no p-value is: "< 1e-300".
std::string p_text(double p);

/// "lr" for "training.optimizer.lr", unless another of `keys` ends in the same.
std::string short_key(const std::string& key, const std::vector<std::string>& keys);

}  // namespace actlab
