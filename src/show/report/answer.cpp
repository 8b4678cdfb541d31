#include "show/report/answer.h"

#include <fmt/format.h>

#include <algorithm>
#include <cmath>

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
  if (metric.count < 2) {
    return fmt::format("{} reaches {}{} {} with one seed, which is too few for an interval.", name_of(run, best),
                       metric_text(metric.mean, regression), unit(run), metric_name(run));
  }
  return fmt::format("{} reaches {}{} {}: the mean over {} seeds, with a 95 % interval of {} … {}.", name_of(run, best),
                     metric_text(metric.mean, regression), unit(run), metric_name(run), metric.count,
                     metric_text(metric.low, regression), metric_text(metric.high, regression));
}

std::string against(const RunData& run, const ModelSummary& best, const ModelSummary& other) {
  const bool regression = run.header().regression;
  TrialGroups groups = group_trials(run.trials);
  const SampleComparison comparison =
      compare(groups[{best.model.point, best.model.name}], groups[{other.model.point, other.model.name}],
              run.has_test() ? &TrialRecord::test : &TrialRecord::train, regression);
  const Estimate& difference = comparison.difference;
  const std::string values =
      fmt::format("{}{} {} against {}{} of {}", metric_text(sample_of(best, run.has_test()).metric.mean, regression),
                  unit(run), metric_name(run), metric_text(sample_of(other, run.has_test()).metric.mean, regression),
                  unit(run), name_of(run, other));
  if (difference.count < 2) {
    return fmt::format("{} is ahead with {}; one seed is too few for an interval.", name_of(run, best), values);
  }
  const double mean = std::abs(difference.mean);
  const std::string by = regression ? fmt::format("{:.3g} less", mean) : fmt::format("{:.2f} points more", 100 * mean);
  const std::string sure =
      fmt::format("95 % interval {}, better on {} of {} seeds, p = {}", interval(difference, regression),
                  comparison.wins, difference.count, p_text(comparison.p_value));
  if (difference.low > 0 || difference.high < 0) {
    return fmt::format("{} wins with {}: {} ({}).", name_of(run, best), values, by, sure);
  }
  return fmt::format("No clear winner: {} has {}, but {} seeds do not show a difference ({}).", name_of(run, best),
                     values, difference.count, sure);
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
  const ModelSummary* other = runner_up(ranked);
  answer.sentence = other == nullptr ? alone(run, *ranked[0]) : against(run, *ranked[0], *other);
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
