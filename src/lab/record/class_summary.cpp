#include "lab/record/class_summary.h"

#include <algorithm>
#include <cmath>
#include <cstddef>
#include <map>
#include <string>

namespace actlab {
namespace {

using BaselineOfSeed = std::map<std::uint32_t, Baseline>;

const TrialGroup& group_of(const ModelSummary& model, const TrialGroups& groups) {
  static const TrialGroup none;
  const auto found = groups.find({model.model.point, model.model.name});
  return found == groups.end() ? none : found->second;
}

BaselineOfSeed baselines_of(const TrialGroup& group) {
  BaselineOfSeed of_seed;
  for (const TrialRecord* trial : group) {
    if (trial->baseline.is_known()) of_seed.emplace(trial->seed, trial->baseline);
  }
  return of_seed;
}

bool same(double a, double b) {
  return a == b || (std::isnan(a) && std::isnan(b));
}

bool same(const Baseline& a, const Baseline& b) {
  return same(a.train.loss, b.train.loss) && same(a.train.accuracy, b.train.accuracy) &&
         same(a.test.loss, b.test.loss) && same(a.test.accuracy, b.test.accuracy);
}

// True if both have a seed in common, and the same values on all that they have in common.
bool agree(const BaselineOfSeed& a, const BaselineOfSeed& b) {
  bool any = false;
  for (const auto& [seed, baseline] : a) {
    const auto other = b.find(seed);
    if (other == b.end()) continue;
    if (!same(baseline, other->second)) return false;
    any = true;
  }
  return any;
}

// Of the values that are not NaN.
Estimate mean_and_range(std::vector<double> values) {
  std::erase_if(values, [](double value) { return std::isnan(value); });
  Estimate result = estimate(values);
  result.low = result.high = std::nan("");
  return result;
}

SampleSummary summarise(const BaselineOfSeed& of_seed, Score Baseline::*sample, bool regression) {
  std::vector<double> metrics, losses;
  for (const auto& [seed, baseline] : of_seed) {
    const Score& score = baseline.*sample;
    metrics.push_back(regression ? std::sqrt(score.loss) : score.accuracy);
    losses.push_back(score.loss);
  }
  return {mean_and_range(std::move(metrics)), mean_and_range(std::move(losses)).mean};
}

std::size_t class_count(const Summary& summary, const ModelSummary& model) {
  const std::int64_t data = model.model.data;
  if (data >= 0) return summary.header.data.at(static_cast<std::size_t>(data)).classes.size();
  std::int32_t last = -1;
  for (const ConfusionCell& cell : model.confusion.cells) last = std::max({last, cell.label, cell.prediction});
  return static_cast<std::size_t>(last + 1);
}

// By baseline: whether the held-out samples of its models, in all trials together, are unequal.
std::vector<bool> unequal_data(const Summary& summary) {
  std::vector<std::vector<std::int64_t>> samples(summary.baselines.size());
  for (const ModelSummary& model : summary.models) {
    if (model.baseline < 0 || model.confusion.trials == 0) continue;
    std::vector<std::int64_t>& all = samples[static_cast<std::size_t>(model.baseline)];
    const std::vector<std::int64_t> more = samples_by_class(model.confusion.cells, class_count(summary, model));
    all.resize(std::max(all.size(), more.size()));
    for (std::size_t i = 0; i < more.size(); ++i) all[i] += more[i];
  }
  std::vector<bool> unequal;
  for (const auto& counts : samples) unequal.push_back(is_unequal(counts));
  return unequal;
}

}  // namespace

void add_baselines(Summary& summary, const TrialGroups& groups) {
  std::vector<BaselineOfSeed> distinct;
  for (ModelSummary& model : summary.models) {
    BaselineOfSeed of_model = baselines_of(group_of(model, groups));
    if (of_model.empty()) continue;
    auto known = std::find_if(distinct.begin(), distinct.end(), [&](const auto& one) { return agree(one, of_model); });
    if (known == distinct.end()) known = distinct.emplace(known);
    model.baseline = known - distinct.begin();
    known->merge(of_model);
  }
  for (const BaselineOfSeed& of_seed : distinct) {
    summary.baselines.push_back({.train = summarise(of_seed, &Baseline::train, summary.header.regression),
                                 .test = summarise(of_seed, &Baseline::test, summary.header.regression)});
    std::vector<double> balanced;
    for (const auto& [seed, baseline] : of_seed) balanced.push_back(baseline.test_balanced);
    summary.baselines.back().balanced = mean_and_range(std::move(balanced));
  }
}

void add_confusions(Summary& summary, const TrialGroups& groups) {
  const auto matrices_of = [&](const ModelSummary& model) {
    std::vector<const Confusion*> matrices;
    for (const TrialRecord* trial : group_of(model, groups)) {
      if (!trial->confusion.empty()) matrices.push_back(&trial->confusion);
    }
    return matrices;
  };
  for (ModelSummary& model : summary.models) {
    const std::vector<const Confusion*> matrices = matrices_of(model);
    model.confusion.cells = sum_of(matrices);
    model.confusion.trials = static_cast<std::int64_t>(matrices.size());
  }
  const std::vector<bool> unequal = unequal_data(summary);
  for (std::size_t i = 0; i < unequal.size(); ++i) {
    if (!unequal[i]) summary.baselines[i].balanced = estimate({});
  }
  for (ModelSummary& model : summary.models) {
    if (model.baseline < 0 || !unequal[static_cast<std::size_t>(model.baseline)]) continue;
    std::vector<double> balanced;
    for (const Confusion* matrix : matrices_of(model)) balanced.push_back(balanced_accuracy(*matrix));
    model.confusion.balanced = mean_and_range(std::move(balanced));
  }
}

const BaselineSummary* Summary::baseline_below(std::size_t i) const {
  const std::int64_t baseline = models.at(i).baseline;
  const bool is_last = i + 1 == models.size() || models[i + 1].baseline != baseline;
  return baseline >= 0 && is_last ? &baselines.at(static_cast<std::size_t>(baseline)) : nullptr;
}

std::vector<std::string> Summary::classes(const ModelSummary& model) const {
  if (model.model.data >= 0) return header.data.at(static_cast<std::size_t>(model.model.data)).classes;
  std::vector<std::string> numbers;
  for (std::size_t i = 0; i < class_count(*this, model); ++i) numbers.push_back(std::to_string(i));
  return numbers;
}

}  // namespace actlab
