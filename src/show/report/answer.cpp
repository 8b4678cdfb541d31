#include "show/report/answer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "show/report/baseline.h"
#include "show/report/metric_text.h"
#include "show/report/stopping.h"

namespace actlab {
namespace {

const SampleSummary& sample_of(const ModelSummary& model, bool test) {
  return test ? model.test : model.train;
}

std::string unit(const RunData& run) {
  return run.header().regression ? "" : " %";
}

std::string metric_name(const RunData& run) {
  const std::string sample = run.has_test() ? "held-out" : "training";
  return sample + (run.header().regression ? " RMSE" : " accuracy");
}

std::string name_of(const RunData& run, const ModelSummary& model) {
  const std::string point = run.point_name(model.model.point);
  if (point.empty()) return model.model.name;
  return fmt::format("{} at {}", model.model.name, point);
}

// Models with a finished trial, best first.
std::vector<const ModelSummary*> ranking(const RunData& run) {
  const bool test = run.has_test();
  std::vector<const ModelSummary*> ranked;
  for (const ModelSummary& model : run.summary.models) {
    if (sample_of(model, test).metric.count > 0) ranked.push_back(&model);
  }
  const auto mostly_finished = [](const ModelSummary* model) {
    return model->finished >= model->diverged + model->failed;
  };
  std::stable_sort(ranked.begin(), ranked.end(), [&](const ModelSummary* a, const ModelSummary* b) {
    const bool a_is_dropped = is_dropped(run.summary, a->model);
    if (a_is_dropped != is_dropped(run.summary, b->model)) return !a_is_dropped;
    if (mostly_finished(a) != mostly_finished(b)) return mostly_finished(a);
    const double of_a = sample_of(*a, test).metric.mean;
    const double of_b = sample_of(*b, test).metric.mean;
    return run.header().regression ? of_a < of_b : of_a > of_b;
  });
  return ranked;
}

std::string interval(const Estimate& estimate, bool regression) {
  return fmt::format("{} … {}", difference_text(estimate.low, regression), difference_text(estimate.high, regression));
}

std::string alone(const RunData& run, const ModelSummary& best) {
  const Estimate& metric = sample_of(best, run.has_test()).metric;
  const bool regression = run.header().regression;
  const std::string result = fmt::format("{} reaches {}{} {}", name_of(run, best), metric_text(metric.mean, regression),
                                         unit(run), metric_name(run));
  if (metric.count == 1) return result + " with one seed, which is too few for an interval.";
  if (metric.count < fewest_seeds)
    return fmt::format("{}: the mean over {} seeds, which are too few for an interval (at least {}).", result,
                       metric.count, fewest_seeds);
  if (std::isnan(metric.low)) return fmt::format("{} on each of {} seeds.", result, metric.count);
  return fmt::format("{}: the mean over {} seeds, with a 95 % interval of {} … {}.", result, metric.count,
                     metric_text(metric.low, regression), metric_text(metric.high, regression));
}

// The size of a difference: "3.20 points", or "0.125" for RMSE.
std::string size_text(double difference, bool regression) {
  const double size = std::abs(difference);
  return regression ? fmt::format("{:.3g}", size) : fmt::format("{:.2f} points", 100 * size);
}

// The number of pairs that the headline was selected from.
std::size_t tests(const RunData& run) {
  const std::size_t candidates = run.summary.models.size();
  return candidates * (candidates - 1) / 2;
}

// The comparison of two models, with p corrected for all pairs of models and sweep points: the best and the runner-up
// are selected from them. Within a table of one sweep point that is the table's own correction.
SampleComparison corrected(const RunData& run, const ModelSummary& best, const ModelSummary& other) {
  TrialGroups groups = group_trials(run.trials);
  SampleComparison comparison =
      compare(groups[{best.model.point, best.model.name}], groups[{other.model.point, other.model.name}],
              run.has_test() ? &TrialRecord::test : &TrialRecord::train, run.header().regression);
  comparison.p_holm = std::min(1.0, comparison.p_value * static_cast<double>(tests(run)));
  if (run.header().points.size() > 1) return comparison;
  for (const PairSummary& pair : run.summary.pairs) {
    const bool is_pair = (pair.model == best.model.name && pair.other == other.model.name) ||
                         (pair.model == other.model.name && pair.other == best.model.name);
    if (is_pair) comparison.p_holm = (run.has_test() ? pair.test : pair.train).p_holm;
  }
  return comparison;
}

std::string certainty(const RunData& run, const SampleComparison& comparison) {
  const bool regression = run.header().regression;
  const Probability& better = comparison.better;
  std::string text = fmt::format(
      "95 % interval {}, better on {} of {} seeds, so on a new seed with probability {:.2f} ({:.2f} … {:.2f}), p = {}",
      interval(comparison.difference, regression), comparison.wins, comparison.difference.count, better.value,
      better.low, better.high, p_text(comparison.p_holm));
  if (tests(run) > 1) text += fmt::format(" corrected for {} pairs", tests(run));
  return text;
}

std::string against(const RunData& run, const ModelSummary& best, const ModelSummary& other) {
  constexpr double level = 0.05;
  const bool regression = run.header().regression;
  const SampleComparison comparison = corrected(run, best, other);
  const Estimate& difference = comparison.difference;
  const std::string name = name_of(run, best);
  const std::string values =
      fmt::format("{}{} {} against {}{} of {}", metric_text(sample_of(best, run.has_test()).metric.mean, regression),
                  unit(run), metric_name(run), metric_text(sample_of(other, run.has_test()).metric.mean, regression),
                  unit(run), name_of(run, other));
  if (difference.count == 1)
    return fmt::format("{} is ahead with {}; one seed is too few for a verdict.", name, values);
  if (comparison.no_verdict == NoVerdict::few_seeds)
    return fmt::format("No verdict: {} has {}, but {} seeds on which both finished are too few (at least {}).", name,
                       values, difference.count, fewest_seeds);
  if (comparison.no_verdict == NoVerdict::no_spread)
    return fmt::format(
        "No verdict: {} has {}, and the difference is {} on each of {} seeds. Without any spread there is "
        "no interval and no p.",
        name, values, size_text(difference.mean, regression), difference.count);
  if (comparison.p_holm < level) {
    return fmt::format("{} wins with {}: {} {} ({}).", name, values, size_text(difference.mean, regression),
                       regression ? "less" : "more", certainty(run, comparison));
  }
  return fmt::format(
      "No clear winner: {} has {}, but {} seeds do not show a difference ({}). They would show one of {} "
      "with a probability of 0.8.",
      name, values, difference.count, certainty(run, comparison), size_text(comparison.detectable, regression));
}

// The best other model, or the same model at another sweep point if there is no other.
const ModelSummary* runner_up(const std::vector<const ModelSummary*>& ranked) {
  for (const ModelSummary* model : ranked) {
    if (model->model.name != ranked[0]->model.name) return model;
  }
  return ranked.size() > 1 ? ranked[1] : nullptr;
}

// States how many trials of a model did not finish.
std::string unfinished_note(const RunData& run, const ModelSummary& model) {
  std::string what;
  if (model.diverged > 0) {
    what = fmt::format("{} diverged (epoch {}{})", model.diverged, model.first_diverged,
                       model.last_diverged == model.first_diverged ? "" : fmt::format(" to {}", model.last_diverged));
  }
  if (model.failed > 0) what += fmt::format("{}{} failed", what.empty() ? "" : " and ", model.failed);
  return fmt::format("{}: of {} trials, {}; means are over the others.", name_of(run, model),
                     model.finished + model.diverged + model.failed, what);
}

// With data of another kind, all their keys differ.
std::string not_compared(std::vector<std::string> keys) {
  constexpr std::size_t most = 4;
  const std::size_t hidden = keys.size() - std::min(keys.size(), most);
  keys.resize(keys.size() - hidden);
  return fmt::format("No verdict: the runs differ in {}{}, so their results are not compared.", fmt::join(keys, ", "),
                     hidden == 0 ? "" : fmt::format(" and {} more keys", hidden));
}

}  // namespace

Answer answer_of(const RunData& run) {
  constexpr std::size_t max_unfinished_notes = 6;
  std::size_t unfinished_notes = 0;
  Answer answer;
  if (!run.tabulated.empty()) {
    answer.sentence = "Values and derivatives, without training.";
    return answer;
  }
  const auto ranked = ranking(run);
  if (ranked.empty()) {
    const auto count = [&](TrialStatus status) {
      return std::count_if(run.trials.begin(), run.trials.end(),
                           [&](const auto& trial) { return trial.status == status; });
    };
    answer.sentence = fmt::format("No trial finished: of {}, {} diverged and {} failed.", run.trials.size(),
                                  count(TrialStatus::diverged), count(TrialStatus::failed));
    return answer;
  }
  answer.point = ranked[0]->model.point;
  if (!run.incomparable_keys.empty()) {
    answer.sentence = not_compared(run.incomparable_keys);
    return answer;
  }
  const ModelSummary* other = runner_up(ranked);
  answer.sentence = other == nullptr ? alone(run, *ranked[0]) : against(run, *ranked[0], *other);
  if (std::string note = baseline_note(run.summary, *ranked[0], run.has_test(), name_of(run, *ranked[0]));
      !note.empty())
    answer.notes.push_back(std::move(note));
  for (std::string& note : stopping_notes(run.summary)) answer.notes.push_back(std::move(note));
  for (const ModelSummary& model : run.summary.models) {
    if (model.diverged + model.failed > 0 && unfinished_notes++ < max_unfinished_notes)
      answer.notes.push_back(unfinished_note(run, model));
  }
  if (static_cast<std::int64_t>(run.trials.size()) < run.header().trials) {
    answer.notes.push_back(fmt::format("{} of {} trials are recorded.", run.trials.size(), run.header().trials));
  }
  const std::size_t points = run.header().points.size();
  if (points > 1) {
    answer.notes.push_back(
        fmt::format("The best of {} sweep points was selected on these seeds: expect it to be slightly worse on new "
                    "seeds.",
                    points));
  }
  return answer;
}

}  // namespace actlab
