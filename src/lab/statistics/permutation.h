#pragma once

#include <span>

namespace actlab {

/// The two-sided p-value of the paired permutation test that flips signs: the share of all sign patterns for which the
/// mean of `differences` is at least as far from 0 as it is (Fisher 1935; scipy.stats.permutation_test with
/// permutation_type "samples"). It assumes only that differences are as likely to be positive as negative under the
/// null hypothesis. Exact if at most 20 differences are not 0; otherwise (k + 1) / (m + 1) for k of m = 9999 random
/// patterns (Phipson & Smyth 2010), from a stream that always starts from the same state, so never below 1e-4. 1 if all
/// differences are 0.
double sign_flip_p(std::span<const double> differences);

}  // namespace actlab
