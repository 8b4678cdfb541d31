#include "lab/record/pair.h"

#include <algorithm>
#include <cmath>
#include <functional>

#include "lab/statistics/bootstrap.h"
#include "lab/statistics/holm.h"
#include "lab/statistics/permutation.h"

namespace actlab {
namespace {

constexpr double level = 0.05;

// Corrects for the number of pairs.
void correct(std::vector<PairSummary>& pairs, SampleComparison PairSummary::*sample) {
  std::vector<double> p_values;
  p_values.reserve(pairs.size());
  for (const PairSummary& pair : pairs) p_values.push_back((pair.*sample).p_value);
  const std::vector<double> corrected = holm(p_values);
  for (std::size_t i = 0; i < pairs.size(); ++i) (pairs[i].*sample).p_holm = corrected[i];
}

}  // namespace

SampleComparison compare(const TrialGroup& group, const TrialGroup& other, Sample sample, const RunHeader& header) {
  const bool regression = header.regression;
  std::vector<double> a, b;
  for (const SeedPair& pair : pair_by_seed(group, other, sample, regression)) {
    a.push_back(pair.metric);
    b.push_back(pair.other);
  }
  const PairedDifference pairs = paired_difference(a, b);
  const std::size_t less = a.size() - pairs.positive - pairs.ties;
  SampleComparison result{
      .difference = pairs.difference, .wins = regression ? less : pairs.positive, .ties = pairs.ties};
  result.better = probability_better(result.wins, result.ties, a.size());
  result.difference.low = result.difference.high = std::nan("");
  if (a.size() < fewest_seeds) return result;
  result.no_verdict = std::isnan(pairs.p_value) ? NoVerdict::no_spread : NoVerdict::none;
  if (result.no_verdict == NoVerdict::no_spread) return result;
  std::vector<double> differences(a.size());
  std::transform(a.begin(), a.end(), b.begin(), differences.begin(), std::minus<>());
  result.difference = interval_estimate(differences, header.interval);
  result.p_t = pairs.p_value;
  result.p_value = result.p_holm = sign_flip_p(differences);
  result.detectable = detectable_difference(differences);
  // Less RMSE is better.
  result.order = regression ? almost_stochastic_order(b, a) : almost_stochastic_order(a, b);
  return result;
}

SampleComparison reversed(const SampleComparison& comparison) {
  SampleComparison result = comparison;
  const Estimate& difference = comparison.difference;
  result.difference = {difference.count, -difference.mean, -difference.high,
                       -difference.low,  -difference.max,  -difference.min};
  result.wins = difference.count - comparison.wins - comparison.ties;
  result.better = {1 - comparison.better.value, 1 - comparison.better.high, 1 - comparison.better.low};
  result.order = {1 - comparison.order.violation, comparison.order.epsilon_min_reversed, comparison.order.epsilon_min};
  return result;
}

bool is_behind(const SampleComparison& comparison, bool regression) {
  return regression ? comparison.difference.mean > 0 : comparison.difference.mean < 0;
}

bool shows_difference(const SampleComparison& comparison) {
  return comparison.no_verdict == NoVerdict::none && comparison.p_holm < level;
}

void correct_p_values(std::vector<PairSummary>& pairs) {
  correct(pairs, &PairSummary::train);
  correct(pairs, &PairSummary::test);
}

}  // namespace actlab
