#pragma once

#include <limits>
#include <span>

namespace actlab {

/// How far two samples are from "every quantile of one is above that of the other".
struct StochasticOrder {
  /// The share of the squared distance between the two quantile functions where the second is above the first: 0 if the
  /// first is better everywhere, 1 if it is worse everywhere, 0.5 if they are equal.
  double violation = std::numeric_limits<double>::quiet_NaN();
  /// deepsig's epsilon_min of "first over second": with 95 % confidence, the violation is at most this. Below 0.5 the
  /// first is almost stochastically better, the more so the smaller it is; 0.2 is the usual threshold.
  double epsilon_min = std::numeric_limits<double>::quiet_NaN();
  double epsilon_min_reversed = std::numeric_limits<double>::quiet_NaN();  ///< of "second over first"
};

/// The value of epsilon_min below which Ulmer et al. recommend to call one model better. Shown, but it decides nothing.
inline constexpr double usual_epsilon = 0.2;

/// Almost stochastic order of two samples of the same size, larger values being better (del Barrio et al. 2018; Dror,
/// Shlomov & Reichart, "Deep dominance", ACL 2019; Ulmer, Hardmeier & Frellsen, "deep-significance", 2022). The
/// integral over the quantile functions is exact, where deepsig sums over a grid. Its deviation is that of 1000
/// bootstrap resamples of each sample by itself, from a stream that always starts from the same state. Throws
/// std::invalid_argument for samples of different size; NaN for empty ones.
StochasticOrder almost_stochastic_order(std::span<const double> first, std::span<const double> second);

}  // namespace actlab
