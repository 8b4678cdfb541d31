#include "lab/experiment/looks.h"

#include <algorithm>
#include <cmath>
#include <map>

#include "lab/record/summary.h"

namespace actlab {
namespace {

SequentialRecord sequential_record(const SequentialInterval& interval) {
  return {static_cast<std::int64_t>(interval.count), interval.mean, interval.low, interval.high};
}

// Every pair of models at a sweep point; a model alone is paired with itself.
std::vector<std::pair<std::size_t, std::size_t>> pairs_of(const std::vector<ModelRecord>& models) {
  std::vector<std::pair<std::size_t, std::size_t>> pairs;
  const auto same_point = [&](std::size_t i) {
    return std::count_if(models.begin(), models.end(),
                         [&](const auto& model) { return model.point == models[i].point; });
  };
  for (std::size_t i = 0; i < models.size(); ++i) {
    if (same_point(i) == 1) pairs.emplace_back(i, i);
    for (std::size_t j = 0; j < i; ++j) {
      if (models[j].point == models[i].point) pairs.emplace_back(i, j);
    }
  }
  return pairs;
}

}  // namespace

Looks::Looks(const Plan& plan) : plan_(plan), limits_{plan.rule->at_least, plan.rule->at_most} {
  const bool is_race = plan.rule->kind == StoppingRule::Kind::race;
  record_.rule = is_race ? "race" : "until";
  record_.interval = plan.header.regression ? plan.rule->interval : plan.rule->interval / 100;
  record_.at_least = limits_.at_least;
  record_.at_most = limits_.at_most;

  for (const Trial& trial : plan.trials) place_of_seed_.try_emplace(trial.seed, place_of_seed_.size());
  std::map<std::pair<std::int64_t, std::string_view>, std::size_t> place;
  std::map<std::size_t, std::size_t> race_of_data;
  for (const ModelRecord& model : plan.header.models) {
    place[{model.point, model.name}] = candidates_.size();
    const std::size_t data = plan.data_of_point[static_cast<std::size_t>(model.point)];
    const std::size_t race = race_of_data.try_emplace(data, race_of_data.size()).first->second;
    racers_.resize(race_of_data.size());
    const std::size_t seeds = place_of_seed_.size();
    candidates_.push_back({{model.point, model.name},
                           race,
                           racers_[race].size(),
                           CandidateMetrics(seeds, std::nan("")),
                           CandidateMetrics(seeds, std::nan("")),
                           std::vector<bool>(seeds)});
    racers_[race].push_back(candidates_.size() - 1);
  }
  for (const Trial& trial : plan.trials)
    candidate_of_trial_.push_back(place.at({static_cast<std::int64_t>(trial.point), trial.model}));
  if (!is_race) return;
  for (const auto& racers : racers_) races_.emplace_back(racers.size(), limits_, plan.header.regression);
}

std::vector<std::int64_t> Looks::times() const {
  return look_times(limits_.at_least, limits_.at_most);
}

void Looks::add(const TrialRecord& trial) {
  Candidate& candidate = candidates_[candidate_of_trial_[static_cast<std::size_t>(trial.id)]];
  const std::size_t seed = place_of_seed_.at(trial.seed);
  candidate.train[seed] = metric(trial, &TrialRecord::train, plan_.header.regression);
  candidate.test[seed] = metric(trial, &TrialRecord::test, plan_.header.regression);
  candidate.is_done[seed] = true;
}

bool Looks::is_trained(const Candidate& candidate) const {
  if (races_.empty()) return true;
  const Race& race = races_[candidate.race];
  return race.active_count() > 1 && race.is_active(candidate.place);
}

std::vector<std::int64_t> Looks::missing(std::int64_t seeds) const {
  std::vector<std::int64_t> ids;
  for (const Trial& trial : plan_.trials) {
    const Candidate& candidate = candidates_[candidate_of_trial_[static_cast<std::size_t>(trial.id)]];
    const std::size_t seed = place_of_seed_.at(trial.seed);
    if (static_cast<std::int64_t>(seed) < seeds && !candidate.is_done[seed] && is_trained(candidate))
      ids.push_back(trial.id);
  }
  return ids;
}

std::int64_t Looks::remaining() const {
  return is_complete() ? 0 : std::ssize(missing(limits_.at_most));
}

// As in the report: the held-out sample decides if there is one.
bool Looks::has_test(std::int64_t seeds) const {
  return std::any_of(candidates_.begin(), candidates_.end(), [&](const Candidate& candidate) {
    return std::any_of(candidate.test.begin(), candidate.test.begin() + seeds,
                       [](double value) { return !std::isnan(value); });
  });
}

CandidateMetrics Looks::metrics(const Candidate& candidate, std::int64_t seeds, bool test) const {
  const CandidateMetrics& all = test ? candidate.test : candidate.train;
  return {all.begin(), all.begin() + seeds};
}

void Looks::look_at_intervals(std::int64_t seeds) {
  const bool test = has_test(seeds);
  std::vector<CandidateMetrics> all;
  for (const Candidate& candidate : candidates_) all.push_back(metrics(candidate, seeds, test));
  const std::vector<WatchedInterval> intervals = watched_intervals(all, pairs_of(plan_.header.models), limits_);
  record_.watched.clear();
  for (const WatchedInterval& watched : intervals) {
    record_.watched.push_back(
        {candidates_[watched.first].name, candidates_[watched.second].name, sequential_record(watched.interval)});
  }
  record_.decided = all_narrow(intervals, record_.interval);
}

std::vector<DropRecord> Looks::look_at_races(std::int64_t seeds) {
  const bool test = has_test(seeds);
  std::vector<DropRecord> dropped;
  record_.decided = true;
  for (std::size_t i = 0; i < races_.size(); ++i) {
    if (races_[i].active_count() > 1) {
      std::vector<CandidateMetrics> all;
      for (const std::size_t racer : racers_[i]) all.push_back(metrics(candidates_[racer], seeds, test));
      for (const Drop& drop : races_[i].look(all, seeds)) {
        dropped.push_back({candidates_[racers_[i][drop.candidate]].name, candidates_[racers_[i][drop.best]].name,
                           drop.seeds, drop.unfinished, sequential_record(drop.difference)});
      }
    }
    record_.decided = record_.decided && races_[i].active_count() == 1;
  }
  record_.dropped.insert(record_.dropped.end(), dropped.begin(), dropped.end());
  return dropped;
}

std::vector<DropRecord> Looks::look(std::int64_t seeds) {
  record_.seeds = seeds;
  if (!races_.empty()) return look_at_races(seeds);
  look_at_intervals(seeds);
  return {};
}

}  // namespace actlab
