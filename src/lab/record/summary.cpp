#include "lab/record/summary.h"

#include <algorithm>
#include <cmath>
#include <functional>
#include <limits>

#include "lab/record/class_summary.h"
#include "lab/statistics/holm.h"
#include "lab/statistics/permutation.h"

namespace actlab {
namespace {

SampleSummary summarise_sample(const TrialGroup& group, Sample sample, bool regression) {
  std::vector<double> metrics;
  std::vector<double> losses;
  for (const TrialRecord* trial : group) {
    const double value = metric(*trial, sample, regression);
    if (std::isnan(value)) continue;
    metrics.push_back(value);
    losses.push_back((trial->*sample).loss);
  }
  return {bootstrap_estimate(metrics), estimate(losses).mean};
}

ModelSummary summarise_model(const ModelRecord& model, const TrialGroup& group, bool regression) {
  ModelSummary summary{.model = model,
                       .train = summarise_sample(group, &TrialRecord::train, regression),
                       .test = summarise_sample(group, &TrialRecord::test, regression)};
  for (const TrialRecord* trial : group) {
    if (trial->status == TrialStatus::finished) {
      ++summary.finished;
      summary.epochs = std::max(summary.epochs, trial->epochs);
    } else if (trial->status == TrialStatus::diverged) {
      summary.first_diverged = summary.diverged == 0 ? trial->epochs : std::min(summary.first_diverged, trial->epochs);
      summary.last_diverged = std::max(summary.last_diverged, trial->epochs);
      ++summary.diverged;
    } else {
      ++summary.failed;
    }
  }
  return summary;
}

// Corrects for the number of pairs.
void correct(std::vector<PairSummary>& pairs, SampleComparison PairSummary::*sample) {
  std::vector<double> p_values;
  for (const PairSummary& pair : pairs) p_values.push_back((pair.*sample).p_value);
  const std::vector<double> corrected = holm(p_values);
  for (std::size_t i = 0; i < pairs.size(); ++i) (pairs[i].*sample).p_holm = corrected[i];
}

}  // namespace

TrialGroups group_trials(std::span<const TrialRecord> trials) {
  TrialGroups groups;
  for (const TrialRecord& trial : trials) groups[{trial.point, trial.model}].push_back(&trial);
  return groups;
}

double metric(const TrialRecord& trial, Sample sample, bool regression) {
  if (trial.status != TrialStatus::finished) return std::numeric_limits<double>::quiet_NaN();
  const Score& score = trial.*sample;
  return regression ? std::sqrt(score.loss) : score.accuracy;
}

std::vector<SeedPair> pair_by_seed(const TrialGroup& group, const TrialGroup& other, Sample sample, bool regression) {
  std::map<std::uint32_t, double> by_seed;
  for (const TrialRecord* trial : other) by_seed[trial->seed] = metric(*trial, sample, regression);
  std::vector<SeedPair> pairs;
  for (const TrialRecord* trial : group) {
    const auto partner = by_seed.find(trial->seed);
    const double value = metric(*trial, sample, regression);
    if (partner == by_seed.end() || std::isnan(value) || std::isnan(partner->second)) continue;
    pairs.push_back({trial->seed, value, partner->second});
  }
  return pairs;
}

SampleComparison compare(const TrialGroup& group, const TrialGroup& other, Sample sample, bool regression) {
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
  result.difference = bootstrap_estimate(differences);
  result.p_t = pairs.p_value;
  result.p_value = result.p_holm = sign_flip_p(differences);
  result.detectable = detectable_difference(differences);
  return result;
}

void correct_p_values(std::vector<PairSummary>& pairs) {
  correct(pairs, &PairSummary::train);
  correct(pairs, &PairSummary::test);
}

Summary summarise(const RunHeader& header, std::span<const TrialRecord> trials) {
  TrialGroups groups = group_trials(trials);
  const bool regression = header.regression;
  Summary summary{.header = header, .models = {}, .pairs = {}};
  for (auto model = header.models.begin(); model != header.models.end(); ++model) {
    const TrialGroup& group = groups[{model->point, model->name}];
    summary.models.push_back(summarise_model(*model, group, regression));
    for (auto other = header.models.begin(); other != model; ++other) {
      if (other->point != model->point) continue;
      const TrialGroup& other_group = groups[{other->point, other->name}];
      summary.pairs.push_back({model->point, model->name, other->name,
                               compare(group, other_group, &TrialRecord::train, regression),
                               compare(group, other_group, &TrialRecord::test, regression)});
    }
  }
  correct_p_values(summary.pairs);
  add_baselines(summary, groups);
  add_confusions(summary, groups);
  return summary;
}

}  // namespace actlab
