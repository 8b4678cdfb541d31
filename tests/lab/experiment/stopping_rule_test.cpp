#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "lab/experiment/config_file.h"
#include "lab/experiment/fake_engine.h"
#include "lab/experiment/planned.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::HasSubstr;
using testing::Not;
using testing::SizeIs;

const std::string three_models =
    "data: {kind: circle, samples: 20}\n"
    "models: {A: {hidden: [3]}, BB: {hidden: [4]}, CCC: {hidden: [5]}}\n"
    "training: {epochs: 2}\n";

class StoppingRuleField : public ConfigFile {};

TEST_F(StoppingRuleField, ReadsUntilAndRace) {
  const SeedsField until = load(three_models + "seeds: {until: {interval: 0.5, at_most: 300}, first: 7}\n").base.seeds;
  EXPECT_THAT(until.values(), SizeIs(300));
  EXPECT_EQ(until.values().front(), 7u);
  ASSERT_TRUE(until.rule());
  EXPECT_EQ(until.rule()->kind, StoppingRule::Kind::until);
  EXPECT_EQ(until.rule()->interval, 0.5);
  EXPECT_EQ(until.rule()->at_least, 20);
  const SeedsField race = load(three_models + "seeds: {race: {at_least: 30, at_most: 100}}\n").base.seeds;
  EXPECT_THAT(race.values(), SizeIs(100));
  EXPECT_EQ(race.rule()->kind, StoppingRule::Kind::race);
  EXPECT_FALSE(load(three_models + "seeds: 3\n").base.seeds.rule());
}

TEST_F(StoppingRuleField, IsWrittenAsItIsRead) {
  for (const char* seeds : {"{until: {interval: 0.5, at_most: 300}, first: 7}", "{race: {at_most: 40}}"}) {
    const std::string resolved = to_yaml(load(three_models + "seeds: " + seeds + "\n").resolved);
    EXPECT_EQ(to_yaml(load(resolved).resolved), resolved);
  }
}

TEST_F(StoppingRuleField, AnOverrideReplacesACount) {
  const Experiment experiment = load(three_models + "seeds: 3\n", {"seeds.race.at_most=50"});
  EXPECT_THAT(experiment.base.seeds.values(), SizeIs(50));
  EXPECT_EQ(load(three_models + "seeds: {until: {interval: 1, at_most: 50}}\n", {"seeds.until.interval=0.25"})
                .base.seeds.rule()
                ->interval,
            0.25);
}

TEST_F(StoppingRuleField, ReportsNonsenseWithItsPlace) {
  const auto problem = [&](const std::string& value) { return problems_of(three_models + "seeds: " + value + "\n"); };
  EXPECT_EQ(problem("{until: {interval: 1, at_most: 50}, race: {at_most: 50}}"),
            "a.yaml:4:44: seeds.race: found 'until' and 'race', of which only one can be given: remove one of them");
  EXPECT_EQ(problem("{race: {at_most: 50}, count: 20}"),
            "a.yaml:4:30: seeds.count: found 'race' and 'count', of which only one can be given: remove one of them");
  EXPECT_EQ(problem("{until: {interval: 1, at_most: 19}}"),
            "a.yaml:4:39: seeds.until.at_most: found 19, expected at least 20: no decision is made before that many "
            "seeds (at_least)");
  EXPECT_EQ(problem("{until: {interval: 0, at_most: 50}}"),
            "a.yaml:4:27: seeds.until.interval: found '0', expected a number greater than 0");
  EXPECT_THAT(problem("{until: {interval: -1, at_most: 50}}"), HasSubstr(":4:27: seeds.until.interval: found '-1'"));
  EXPECT_EQ(problem("{until: {at_most: 50}}"), "a.yaml:4:16: seeds.until.interval: missing; this key must be given");
  EXPECT_EQ(problem("{race: {}}"), "a.yaml:4:15: seeds.race.at_most: missing; this key must be given");
  EXPECT_THAT(problem("{race: 50}"), HasSubstr(":4:15: seeds.race: found '50', expected a mapping"));
  EXPECT_THAT(problem("{race: {at_most: 50, interval: 1}}"), HasSubstr(":4:29: seeds.race.interval: unknown key"));
  EXPECT_THAT(problem("{race: {at_most: 50}, fist: 1}"), HasSubstr(":4:30: seeds.fist: unknown key"));
  EXPECT_THAT(problem("{race: {at_most: 3, at_least: 2}}"), HasSubstr("seeds.race.at_least: found '2'"));
  EXPECT_EQ(problem("{race: {at_most: 50}, first: 4294967290}"),
            "a.yaml:4:8: seeds: the last seed would be 4294967339, but the largest is 4294967295");
}

TEST_F(StoppingRuleField, AMisspeltRuleIsRecognised) {
  EXPECT_THAT(
      problems_of(three_models + "seeds: {untl: {interval: 1, at_most: 50}}\n"),
      AllOf(HasSubstr("a.yaml:4:9: seeds.untl: unknown key 'untl'"), HasSubstr("'until'"), Not(HasSubstr("missing"))));
  EXPECT_THAT(problems_of(three_models + "seeds: 3\n", {"seeds.races.at_most=50"}),
              HasSubstr("seeds.races: unknown key 'races'"));
}

TEST_F(StoppingRuleField, ARaceNeedsTwoThatCanBeCompared) {
  const std::string one = "data: {kind: circle, samples: 20}\nmodels: {A: {hidden: [3]}}\n";
  const std::string rule = "seeds: {race: {at_most: 50}}\n";
  EXPECT_THAT(problems_of(one + rule), HasSubstr("a.yaml:3:15: seeds.race: found a single model"));
  EXPECT_THAT(problems_of(one + rule + "sweep: {data.samples: [20, 30]}\n"), HasSubstr("found a single model"));
  EXPECT_EQ(problems_of(one + rule + "sweep: {training.epochs: [2, 3]}\n"), "");
}

// A's accuracy has noise from seed to seed; BB has 1 point less, and CCC 5 points, with noise of their own.
void noisy(const Trial& trial, TrialResult& result) {
  const auto noise = [](double x) { return std::fmod(std::abs(std::sin(x) * 43758.5453), 1.0) - 0.5; };
  const double length = static_cast<double>(trial.model.size());
  const double gap = trial.model == "A" ? 0 : trial.model == "BB" ? 0.01 : 0.05;
  const double accuracy = 0.8 + 0.1 * noise(trial.seed) +
                          0.06 * noise(trial.seed + 1000 * length + 100 * static_cast<double>(trial.training->epochs)) -
                          gap;
  result.train = {1, accuracy};
  result.test = {1, accuracy};
}

const std::string until_narrow = three_models + "seeds: {until: {interval: 0.8, at_most: 600}}\n";
const std::string race_of_three = three_models + "seeds: {race: {at_most: 600}}\n";

class StoppingRun : public testing::Test {
 protected:
  std::filesystem::path path(const std::string& name) { return parent_ / name; }
  TemporaryDirectory parent_;
};

TEST_F(StoppingRun, StopsOnceAllIntervalsAreNarrow) {
  RunRecord record = Planned(std::make_unique<FakeEngine>("fake", noisy), until_narrow).run_plan(path("run"), 2);
  const StoppingRecord stopping = *record.stopping();
  EXPECT_TRUE(stopping.decided);
  EXPECT_LT(stopping.seeds, 600);
  EXPECT_EQ(record.size(), 3 * stopping.seeds);
  EXPECT_EQ(record.header().trials, record.size());
  EXPECT_TRUE(record.is_complete());
  ASSERT_THAT(stopping.watched, SizeIs(3));
  for (const WatchedRecord& watched : stopping.watched) {
    EXPECT_LE(watched.interval.high - watched.interval.low, 0.008);
    EXPECT_EQ(watched.interval.seeds, stopping.seeds);
  }
  const auto summary = nlohmann::json::parse(read_file(path("run") / "summary.json"));
  EXPECT_EQ(summary["trials"], record.size());
  EXPECT_EQ(summary["stopping"]["seeds"], stopping.seeds);
}

TEST_F(StoppingRun, EndsAtTheLimitIfIntervalsStayWide) {
  const std::string text = three_models + "seeds: {until: {interval: 0.01, at_most: 50}}\n";
  RunRecord record = Planned(std::make_unique<FakeEngine>("fake", noisy), text).run_plan(path("run"), 2);
  EXPECT_FALSE(record.stopping()->decided);
  EXPECT_EQ(record.stopping()->seeds, 50);
  EXPECT_EQ(record.size(), 150);
  EXPECT_TRUE(record.is_complete());
}

TEST_F(StoppingRun, EqualResultsHaveNoIntervalAndRunToTheLimit) {
  const auto same = [](const Trial&, TrialResult& result) { result.train = result.test = {1, 0.7}; };
  const std::string text = three_models + "seeds: {until: {interval: 0.5, at_most: 40}}\n";
  RunRecord record = Planned(std::make_unique<FakeEngine>("fake", same), text).run_plan(path("run"), 2);
  EXPECT_FALSE(record.stopping()->decided);
  EXPECT_TRUE(std::isnan(record.stopping()->watched[0].interval.low));
  EXPECT_TRUE(record.is_complete());
}

TEST_F(StoppingRun, WatchesTheMeanOfASingleModel) {
  const std::string one = "data: {kind: circle, samples: 20}\nmodels: {A: {hidden: [3]}}\ntraining: {epochs: 2}\n";
  const std::string text = one + "seeds: {until: {interval: 4, at_most: 600}}\n";
  RunRecord record = Planned(std::make_unique<FakeEngine>("fake", noisy), text).run_plan(path("run"), 2);
  const StoppingRecord stopping = *record.stopping();
  const WatchedRecord& watched = stopping.watched.at(0);
  EXPECT_EQ(watched.first, watched.second);
  EXPECT_TRUE(record.stopping()->decided);
  EXPECT_NEAR(watched.interval.mean, 0.8, 0.02);
}

TEST_F(StoppingRun, ARaceDropsWhatHasLostAndSaysWhenAndWhy) {
  RunRecord record = Planned(std::make_unique<FakeEngine>("fake", noisy), race_of_three).run_plan(path("run"), 2);
  const StoppingRecord stopping = *record.stopping();
  EXPECT_TRUE(stopping.decided);
  ASSERT_THAT(stopping.dropped, SizeIs(2));
  const DropRecord& first = stopping.dropped[0];
  EXPECT_EQ(first.candidate.model, "CCC");
  EXPECT_EQ(first.best.model, "A");
  EXPECT_EQ(first.seeds, 20);
  EXPECT_GT(first.difference.low, 0);
  EXPECT_NEAR(first.difference.mean, 0.05, 0.01);
  EXPECT_EQ(stopping.dropped[1].candidate.model, "BB");
  EXPECT_EQ(record.size(), 20 + 2 * stopping.seeds) << "what was dropped is not trained further";
  EXPECT_TRUE(record.is_complete());
}

TEST_F(StoppingRun, ModelsOfOtherDataDoNotRaceAgainstEachOther) {
  const std::string text = race_of_three + "sweep: {data.samples: [20, 30]}\n";
  RunRecord record = Planned(std::make_unique<FakeEngine>("fake", noisy), text).run_plan(path("run"), 2);
  const StoppingRecord stopping = *record.stopping();
  EXPECT_THAT(stopping.dropped, SizeIs(4));
  for (const DropRecord& drop : stopping.dropped) EXPECT_EQ(drop.candidate.point, drop.best.point);
  EXPECT_EQ(stopping.drop_of(0, "A"), nullptr);
  EXPECT_EQ(stopping.drop_of(1, "A"), nullptr);
}

TEST_F(StoppingRun, SweepPointsRaceAgainstEachOther) {
  const auto by_epochs = [](const Trial& trial, TrialResult& result) {
    noisy(trial, result);
    if (trial.training->epochs == 3) result.test.accuracy += 0.03;
  };
  const std::string text = race_of_three + "sweep: {training.epochs: [2, 3]}\n";
  RunRecord record = Planned(std::make_unique<FakeEngine>("fake", by_epochs), text).run_plan(path("run"), 2);
  EXPECT_THAT(record.stopping()->dropped, SizeIs(5));
  EXPECT_EQ(record.stopping()->drop_of(1, "A"), nullptr);
}

TEST_F(StoppingRun, DoesNotDependOnThreadsOrInterruptions) {
  for (const auto& [name, text] :
       {std::pair<std::string, std::string>{"until", until_narrow}, {"race", race_of_three}}) {
    const Planned planned(std::make_unique<FakeEngine>("fake", noisy), text);
    planned.run_plan(path(name), 1);
    planned.run_plan(path(name + "-five"), 5);
    for (const int after : {1, 60, 61, 75, 130}) {  // in the middle of batches, and between two
      std::atomic<bool> stop{false};
      std::atomic<int> trained{0};
      const Planned stopping(std::make_unique<FakeEngine>("fake",
                                                          [&](const Trial& trial, TrialResult& result) {
                                                            noisy(trial, result);
                                                            if (++trained == after) stop = true;
                                                          }),
                             text);
      const std::filesystem::path resumed = path(name + std::to_string(after));
      EXPECT_FALSE(stopping.run_plan(resumed, 2, stop).is_complete()) << after;
      EXPECT_TRUE(planned.run_plan(resumed, 3).is_complete()) << after;
      for (const char* file : {"trials.csv", "summary.json"})
        EXPECT_EQ(read_file(resumed / file), read_file(path(name) / file)) << file << " after " << after;
    }
    for (const char* file : {"trials.csv", "summary.json"})
      EXPECT_EQ(read_file(path(name + "-five") / file), read_file(path(name) / file)) << file;
  }
}

TEST_F(StoppingRun, ACompleteRunTrainsNothingMore) {
  std::atomic<int> trained{0};
  const Planned planned(std::make_unique<FakeEngine>("fake",
                                                     [&](const Trial& trial, TrialResult& result) {
                                                       noisy(trial, result);
                                                       ++trained;
                                                     }),
                        race_of_three);
  planned.run_plan(path("run"), 2);
  const int before = trained;
  EXPECT_TRUE(planned.run_plan(path("run"), 2).is_complete());
  EXPECT_EQ(trained, before);
}

TEST_F(StoppingRun, LeavesSeedsThatDidNotFinishOutAndEndsWithFailedTrials) {
  std::atomic<int> failures{0};
  const auto sometimes = [&](const Trial& trial, TrialResult& result) {
    noisy(trial, result);
    if (trial.model != "BB" || trial.seed % 10 != 0) return;
    result.status = trial.seed % 20 == 0 ? TrialStatus::failed : TrialStatus::diverged;
    failures += result.status == TrialStatus::failed;
  };
  const Planned planned(std::make_unique<FakeEngine>("fake", sometimes), until_narrow);
  RunRecord record = planned.run_plan(path("run"), 2);
  const StoppingRecord stopping = *record.stopping();
  EXPECT_TRUE(stopping.decided);
  EXPECT_FALSE(record.is_complete()) << "a trial failed";
  EXPECT_LT(stopping.watched[0].interval.seeds, stopping.seeds);
  EXPECT_EQ(record.size(), 3 * stopping.seeds);
  const int before = failures;
  planned.run_plan(path("run"), 2);
  EXPECT_EQ(failures, 2 * before) << "a resumed run tries failed trials once more, and not again";
}

TEST_F(StoppingRun, ARaceDropsAModelThatDoesNotFinish) {
  const auto never_best = [](const Trial& trial, TrialResult& result) {
    noisy(trial, result);
    if (trial.model == "A") result.status = TrialStatus::diverged;
  };
  RunRecord record = Planned(std::make_unique<FakeEngine>("fake", never_best), race_of_three).run_plan(path("run"), 2);
  const StoppingRecord stopping = *record.stopping();
  const DropRecord& first = stopping.dropped.at(0);
  EXPECT_EQ(first.candidate.model, "A");
  EXPECT_EQ(first.unfinished, 20);
  EXPECT_EQ(record.stopping()->drop_of(0, "BB"), nullptr);
  EXPECT_TRUE(record.is_complete());
}

TEST_F(StoppingRun, ARaceInWhichEveryTrialFailsKeepsOneModelAndEnds) {
  const auto broken = [](const Trial&, TrialResult& result) { result.status = TrialStatus::failed; };
  RunRecord record = Planned(std::make_unique<FakeEngine>("fake", broken), race_of_three).run_plan(path("run"), 2);
  EXPECT_THAT(record.stopping()->dropped, SizeIs(2));
  EXPECT_TRUE(record.stopping()->decided);
  EXPECT_FALSE(record.is_complete());
}

TEST_F(StoppingRun, ThePlanSaysWhatIsTrainedAtMost) {
  const Experiment experiment = experiment_of(until_narrow);
  const Engines engines = only(std::make_unique<FakeEngine>());
  const std::string text = describe(make_plan(experiment, engines), experiment, 1);
  EXPECT_THAT(text, HasSubstr("3 models × at most 600 seeds = at most 1800 trials"));
  EXPECT_THAT(text, HasSubstr("at most 600 (0 to 599)\n"));
  EXPECT_THAT(text, HasSubstr("from 20 seeds on, until each 95 % interval is 0.8 points wide"));
}

}  // namespace
}  // namespace actlab
