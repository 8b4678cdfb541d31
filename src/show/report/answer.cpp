#include "show/report/answer.h"

#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <cmath>

#include "lab/record/headline.h"
#include "lab/statistics/bootstrap.h"
#include "show/report/baseline.h"
#include "show/report/metric_text.h"

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

std::string certainty(const RunData& run, const Headline& headline) {
  const SampleComparison& comparison = headline.comparison;
  const bool regression = run.header().regression;
  const Probability& better = comparison.better;
  std::string text = fmt::format(
      "95 % interval {}, better on {} of {} seeds, so on a new seed with probability {:.2f} ({:.2f} … {:.2f}), p = {}",
      interval(comparison.difference, regression), comparison.wins, comparison.difference.count, better.value,
      better.low, better.high, p_text(comparison.p_holm));
  if (headline.pairs > 1) text += fmt::format(" corrected for {} pairs", headline.pairs);
  return text;
}

std::string against(const RunData& run, const Headline& headline) {
  const bool regression = run.header().regression;
  const ModelSummary& best = run.summary.models[headline.best];
  const ModelSummary& other = run.summary.models[headline.other];
  const SampleComparison& comparison = headline.comparison;
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
  if (shows_difference(comparison) && is_behind(comparison, regression)) {
    // Their means are over different seeds.
    return fmt::format("No clear winner: {} has {}, but on the {} seeds that both finished it is {} worse ({}).", name,
                       values, difference.count, size_text(difference.mean, regression), certainty(run, headline));
  }
  if (shows_difference(comparison)) {
    return fmt::format("{} wins with {}: {} {} ({}).", name, values, size_text(difference.mean, regression),
                       regression ? "less" : "more", certainty(run, headline));
  }
  return fmt::format(
      "No clear winner: {} has {}, but {} seeds do not show a difference ({}). They would show one of {} "
      "with a probability of 0.8.",
      name, values, difference.count, certainty(run, headline), size_text(comparison.detectable, regression));
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

// The last bits of a value depend on the instruction set, and a long training can end elsewhere for them. Empty if all
// trials had the same.
std::string instruction_sets_note(const std::map<std::string, std::int64_t>& trials) {
  if (trials.size() < 2) return "";
  std::vector<std::string> parts;
  for (const auto& [name, count] : trials) parts.push_back(fmt::format("{} with {}", count, name));
  return fmt::format(
      "Trials were trained with different instruction sets ({}). The same seed can end elsewhere under "
      "another one. To rule this out, run all seeds with one, for example instruction_set: baseline.",
      fmt::join(parts, ", "));
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
  const std::vector<std::size_t> ranked = ranking(run.summary);
  if (ranked.empty()) {
    const auto count = [&](TrialStatus status) {
      return std::count_if(run.trials.begin(), run.trials.end(),
                           [&](const auto& trial) { return trial.status == status; });
    };
    answer.sentence = fmt::format("No trial finished: of {}, {} diverged and {} failed.", run.trials.size(),
                                  count(TrialStatus::diverged), count(TrialStatus::failed));
    return answer;
  }
  const ModelSummary& best = run.summary.models[ranked[0]];
  answer.point = best.model.point;
  if (!run.incomparable_keys.empty()) {
    answer.sentence = not_compared(run.incomparable_keys);
    answer.notes = run.stopping;
    return answer;
  }
  answer.sentence = run.summary.headline ? against(run, *run.summary.headline) : alone(run, best);
  answer.notes = run.stopping;
  if (std::string note = baseline_note(run.summary, best, run.has_test(), name_of(run, best)); !note.empty())
    answer.notes.push_back(std::move(note));
  for (const ModelSummary& model : run.summary.models) {
    if (model.diverged + model.failed > 0 && unfinished_notes++ < max_unfinished_notes)
      answer.notes.push_back(unfinished_note(run, model));
  }
  if (std::string note = instruction_sets_note(run.instruction_sets); !note.empty())
    answer.notes.push_back(std::move(note));
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
