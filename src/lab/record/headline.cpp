#include "lab/record/headline.h"

#include <algorithm>

namespace actlab {
namespace {

const Estimate& metric_of(const ModelSummary& model, bool test) {
  return (test ? model.test : model.train).metric;
}

bool mostly_finished(const ModelSummary& model) {
  return model.finished >= model.diverged + model.failed;
}

// The best other model, or the same model at another sweep point if there is no other.
std::size_t runner_up(const Summary& summary, const std::vector<std::size_t>& ranked) {
  const auto& models = summary.models;
  const auto other = std::find_if(ranked.begin(), ranked.end(),
                                  [&](std::size_t i) { return models[i].model.name != models[ranked[0]].model.name; });
  return other == ranked.end() ? ranked[1] : *other;
}

// The pair of the table, seen from `best`; none if the two are at different sweep points.
std::optional<SampleComparison> pair_of(const Summary& summary, const ModelRecord& best, const ModelRecord& other) {
  for (const PairSummary& pair : summary.pairs) {
    if (best.point != other.point || pair.point != best.point) continue;
    const SampleComparison& comparison = summary.has_test() ? pair.test : pair.train;
    if (pair.model == best.name && pair.other == other.name) return comparison;
    if (pair.model == other.name && pair.other == best.name) return reversed(comparison);
  }
  return std::nullopt;
}

SampleComparison across_points(const Summary& summary, const TrialGroups& groups, const ModelRecord& best,
                               const ModelRecord& other) {
  return compare(groups.at({best.point, best.name}), groups.at({other.point, other.name}),
                 summary.has_test() ? &TrialRecord::test : &TrialRecord::train, summary.header);
}

}  // namespace

std::vector<std::size_t> ranking(const Summary& summary) {
  const bool test = summary.has_test();
  std::vector<std::size_t> ranked;
  for (std::size_t i = 0; i < summary.models.size(); ++i) {
    if (metric_of(summary.models[i], test).count > 0) ranked.push_back(i);
  }
  std::stable_sort(ranked.begin(), ranked.end(), [&](std::size_t i, std::size_t j) {
    const ModelSummary& a = summary.models[i];
    const ModelSummary& b = summary.models[j];
    const bool a_is_dropped = summary.is_dropped(a.model);
    if (a_is_dropped != summary.is_dropped(b.model)) return !a_is_dropped;
    if (mostly_finished(a) != mostly_finished(b)) return mostly_finished(a);
    const double of_a = metric_of(a, test).mean;
    const double of_b = metric_of(b, test).mean;
    return summary.header.regression ? of_a < of_b : of_a > of_b;
  });
  return ranked;
}

std::optional<Headline> headline_of(const Summary& summary, const TrialGroups& groups) {
  const std::vector<std::size_t> ranked = ranking(summary);
  if (ranked.size() < 2) return std::nullopt;
  const std::size_t candidates = summary.models.size();
  Headline headline{ranked[0], runner_up(summary, ranked), {}, candidates * (candidates - 1) / 2};
  const ModelRecord& best = summary.models[headline.best].model;
  const ModelRecord& other = summary.models[headline.other].model;
  const auto pair = pair_of(summary, best, other);
  headline.comparison = pair ? *pair : across_points(summary, groups, best, other);
  // The table corrects for its own pairs only, but the two were selected among all sweep points.
  if (summary.header.points.size() > 1)
    headline.comparison.p_holm = std::min(1.0, headline.comparison.p_value * static_cast<double>(headline.pairs));
  return headline;
}

}  // namespace actlab
