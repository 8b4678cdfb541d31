#pragma once

#include <cstddef>
#include <span>

namespace actlab {

/// A probability with its 95 % interval.
struct Probability {
  double value;
  double low;
  double high;
};

/// The probability that the first of two models is better on a new seed, from the seeds on which both finished: the
/// share of wins, with ties counted half. The interval is Wilson's score interval (J. Am. Stat. Assoc. 1927), which
/// stays within 0 to 1. NaN for no seeds.
Probability probability_better(std::size_t wins, std::size_t ties, std::size_t seeds);

/// The smallest mean difference that a paired t-test at the 5 % level detects with a power of 0.8, if the differences
/// spread as these do: the d for which a noncentral t of n - 1 degrees of freedom and noncentrality d sqrt(n) / s is
/// beyond its critical value with probability 0.8 (Cohen, "Statistical Power Analysis", 1988). In the unit of
/// `differences`. NaN for fewer than two or without spread.
double detectable_difference(std::span<const double> differences);

}  // namespace actlab
