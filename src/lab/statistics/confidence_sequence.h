#pragma once

#include <cstddef>
#include <cstdint>
#include <limits>
#include <span>
#include <vector>

namespace actlab {

/// The mean of a sample, with an interval that may be looked at after every value. `low` and `high` are NaN where there
/// is no interval: fewer than two values, or a spread that is zero within rounding.
struct SequentialInterval {
  std::size_t count = 0;
  double mean = std::numeric_limits<double>::quiet_NaN();
  double low = std::numeric_limits<double>::quiet_NaN();
  double high = std::numeric_limits<double>::quiet_NaN();

  double width() const { return high - low; }  ///< NaN or infinite without an interval
};

/// A confidence sequence for a mean: intervals after n = 2, 3, … values, all of which contain the mean with a
/// probability of at least 1 - alpha. So sampling may stop at any time, for any reason, and the last interval holds.
///
/// It inverts a test martingale: the Bayes factor of a t test whose effect size has the prior N(0, g), which does not
/// depend on the unknown variance (Lai, "On confidence sequences", Ann. Statist. 1976; Wang & Ramdas, "Anytime-valid
/// t-tests and confidence sequences for Gaussian means with unknown variance", 2023). With t the usual statistic, it is
///
///     (1 + n g)^(-1/2) ((1 + t^2 / (n - 1)) / (1 + t^2 / ((n - 1) (1 + n g))))^(n / 2)
///
/// and the interval has all means for which it is below 1 / alpha. For normal values this holds exactly, for every n.
/// As n grows it becomes the asymptotic confidence sequence of Waudby-Smith, Arbour, Sinha, Kennedy & Ramdas,
/// "Time-uniform central limit theory and asymptotic confidence sequences", Ann. Statist. 2024, theorem 2.2, which
/// holds for every distribution with a finite variance, with rho^2 = g.
class ConfidenceSequence {
 public:
  /// Narrowest near n = `tightest` values: g is the rho^2 that Waudby-Smith et al. choose for that. `alpha` in (0, 1).
  ConfidenceSequence(double alpha, double tightest);

  /// The interval after `values`. They must be finite. `scale` is the size of the numbers that the values were computed
  /// from (1 for differences of accuracies), as in has_spread.
  SequentialInterval interval(std::span<const double> values, double scale = 1) const;

 private:
  double alpha_;
  double prior_variance_;  // g
};

/// True if an event that happened in `events` of `trials` has a probability above 1/2. Called after any number of
/// trials, as often as one likes, it is ever wrong with a probability of at most `alpha`: a mixture of likelihood
/// ratios over all probabilities from 0 to 1 (Robbins, "Statistical methods related to the law of the iterated
/// logarithm", Ann. Math. Statist. 1970).
bool more_than_half(std::size_t events, std::size_t trials, double alpha);

/// The numbers of seeds after which a run looks at its results: `at_least`, then half as many again each time and at
/// least 20 more, the last one `at_most`. Few, because looking needs all trials before it; fixed in advance, so that
/// decisions do not depend on threads or interruptions. 0 < at_least <= at_most.
std::vector<std::int64_t> look_times(std::int64_t at_least, std::int64_t at_most);

}  // namespace actlab
