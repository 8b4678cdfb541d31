#include "lab/record/summary.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <nlohmann/json.hpp>

#include "lab/record/headline.h"
#include "lab/record/sample_run.h"

namespace actlab {
namespace {

TrialRecord trial(const char* model, std::uint32_t seed, double accuracy, std::int64_t point = 0) {
  TrialRecord record;
  record.model = model;
  record.seed = seed;
  record.point = point;
  record.status = TrialStatus::finished;
  record.epochs = 100;
  record.train = {1 - accuracy, accuracy};
  record.test = {(1 - accuracy) / 2, accuracy / 2};
  return record;
}

TrialRecord diverged(const char* model, std::uint32_t seed, std::int64_t epoch) {
  TrialRecord record = trial(model, seed, 0);
  record.status = TrialStatus::diverged;
  record.epochs = epoch;
  record.train = {};
  record.test = {};
  return record;
}

TEST(Summary, GivesEachModelTheMeanOverItsSeeds) {
  const std::vector trials{trial("A", 0, 0.5), trial("A", 1, 0.75), trial("B", 0, 0.25), trial("B", 1, 0.25)};
  const Summary summary = summarise(sample_header(), trials);
  ASSERT_EQ(summary.models.size(), 2u);
  EXPECT_EQ(summary.models[0].finished, 2);
  EXPECT_EQ(summary.models[0].epochs, 100);
  EXPECT_DOUBLE_EQ(summary.models[0].train.metric.mean, 0.625);
  EXPECT_DOUBLE_EQ(summary.models[0].train.mean_loss, 0.375);
  EXPECT_DOUBLE_EQ(summary.models[0].test.metric.mean, 0.3125);
  EXPECT_DOUBLE_EQ(summary.models[1].train.metric.max, 0.25);
}

TEST(Summary, PairsModelsBySeed) {
  const std::vector trials{trial("A", 0, 0.5),  trial("A", 1, 0.75), trial("A", 2, 0.5),
                           trial("B", 0, 0.75), trial("B", 1, 0.5),  trial("B", 2, 0.5)};
  const Summary summary = summarise(sample_header(), trials);
  ASSERT_EQ(summary.pairs.size(), 1u);
  EXPECT_EQ(summary.pairs[0].model, "B");
  EXPECT_EQ(summary.pairs[0].other, "A");
  EXPECT_EQ(summary.pairs[0].train.difference.count, 3u);
  EXPECT_EQ(summary.pairs[0].train.wins, 1u);
  EXPECT_EQ(summary.pairs[0].train.ties, 1u);
  EXPECT_DOUBLE_EQ(summary.pairs[0].train.difference.mean, 0);
  EXPECT_EQ(summary.pairs[0].train.no_verdict, NoVerdict::few_seeds);
  EXPECT_TRUE(std::isnan(summary.pairs[0].train.p_value) && std::isnan(summary.pairs[0].train.difference.low));
}

TEST(Summary, HasNoVerdictForADifferenceThatIsTheSameOnEachSeed) {
  std::vector<TrialRecord> trials;
  for (std::uint32_t seed = 0; seed < 6; ++seed) {
    trials.push_back(trial("A", seed, 0.05 * seed + 0.3));
    trials.push_back(trial("B", seed, 0.05 * seed + 0.35));  // the differences are 0.05 within rounding
  }
  const SampleComparison comparison = summarise(sample_header(), trials).pairs.at(0).train;
  EXPECT_EQ(comparison.no_verdict, NoVerdict::no_spread);
  EXPECT_TRUE(std::isnan(comparison.p_value) && std::isnan(comparison.p_holm) && std::isnan(comparison.p_t));
  EXPECT_TRUE(std::isnan(comparison.difference.low) && std::isnan(comparison.difference.high));
  EXPECT_NEAR(comparison.difference.mean, 0.05, 1e-12);
}

TEST(Summary, CorrectsThePValuesOfAllPairs) {
  RunHeader header = sample_header();
  header.models.push_back({0, "C", "", 1});
  std::vector<TrialRecord> trials;
  for (std::uint32_t seed = 0; seed < 8; ++seed) {
    trials.push_back(trial("A", seed, 0.5 + 0.01 * seed));
    trials.push_back(trial("B", seed, 0.6 + 0.012 * seed));
    trials.push_back(trial("C", seed, 0.7 + 0.015 * seed));
  }
  const Summary summary = summarise(header, trials);
  ASSERT_EQ(summary.pairs.size(), 3u);
  for (const PairSummary& pair : summary.pairs) {
    EXPECT_DOUBLE_EQ(pair.train.p_value, 2.0 / 256);
    EXPECT_DOUBLE_EQ(pair.train.p_holm, 6.0 / 256);
  }
}

// Models A and B on eight seeds, with B ahead on all but the last.
std::vector<TrialRecord> eight_seeds() {
  std::vector<TrialRecord> trials;
  for (std::uint32_t seed = 0; seed < 8; ++seed) {
    trials.push_back(trial("A", seed, 0.5 + 0.01 * seed));
    trials.push_back(trial("B", seed, seed == 7 ? 0.3 : 0.6 + 0.012 * seed));
  }
  return trials;
}

TEST(Summary, HasTheIntervalsOfTheRunsMethod) {
  RunHeader header = sample_header();
  const Summary bca = summarise(header, eight_seeds());
  header.interval = IntervalMethod::t;
  const Summary t = summarise(header, eight_seeds());
  EXPECT_NE(bca.models[1].train.metric.low, t.models[1].train.metric.low);
  EXPECT_NE(bca.pairs[0].train.difference.low, t.pairs[0].train.difference.low);
  std::vector<double> differences;
  for (std::uint32_t seed = 0; seed < 8; ++seed)
    differences.push_back(seed == 7 ? 0.3 - 0.57 : 0.6 + 0.012 * seed - (0.5 + 0.01 * seed));
  EXPECT_NEAR(t.pairs[0].train.difference.low, estimate(differences).low, 1e-12);
  EXPECT_EQ(bca.pairs[0].train.p_value, t.pairs[0].train.p_value) << "the verdict does not depend on the method";
  EXPECT_EQ(nlohmann::json::parse(to_json(bca))["interval"], "bca");
  EXPECT_EQ(nlohmann::json::parse(to_json(t))["interval"], "t");
}

TEST(Summary, HasAlmostStochasticOrderOfTheBetterModelWhateverTheMetric) {
  RunHeader header = sample_header();
  const SampleComparison accuracy = summarise(header, eight_seeds()).pairs[0].train;
  EXPECT_LT(accuracy.order.violation, 0.5);
  EXPECT_LT(accuracy.order.epsilon_min, accuracy.order.epsilon_min_reversed);
  header.regression = true;  // B has the smaller loss, except on the last seed
  const SampleComparison rmse = summarise(header, eight_seeds()).pairs[0].train;
  EXPECT_LT(rmse.order.epsilon_min, rmse.order.epsilon_min_reversed);
}

TEST(Summary, IsTheSameFromTheOtherSide) {
  const SampleComparison pair = summarise(sample_header(), eight_seeds()).pairs[0].train;
  std::vector<TrialRecord> swapped = eight_seeds();
  for (TrialRecord& record : swapped) record.model = record.model == "A" ? "B" : "A";
  const SampleComparison other = summarise(sample_header(), swapped).pairs[0].train;
  const SampleComparison back = reversed(other);
  EXPECT_NEAR(back.difference.mean, pair.difference.mean, 1e-12);
  EXPECT_NEAR(back.difference.low, pair.difference.low, 1e-12);
  EXPECT_NEAR(back.difference.high, pair.difference.high, 1e-12);
  EXPECT_EQ(back.wins, pair.wins);
  EXPECT_NEAR(back.better.low, pair.better.low, 1e-12);
  EXPECT_EQ(back.p_value, pair.p_value);
  EXPECT_NEAR(back.order.violation, pair.order.violation, 1e-12);
  EXPECT_NEAR(back.order.epsilon_min, pair.order.epsilon_min, 0.05) << "its resamples are drawn in another order";
}

TEST(Summary, HasTheInterquartileMeanOfEachModelAndOverTheSweep) {
  RunHeader header = sample_header();
  header.sweep_keys = {"lr"};
  header.points = {{"0.1"}, {"0.01"}};
  header.models = {{0, "A", "", 1}, {1, "A", "", 1}};
  std::vector<TrialRecord> trials;
  for (std::uint32_t seed = 0; seed < 8; ++seed) {
    trials.push_back(trial("A", seed, seed == 0 ? 0 : 0.1 * seed, 0));
    trials.push_back(trial("A", seed, 0.8, 1));
  }
  const Summary summary = summarise(header, trials);
  EXPECT_NEAR(summary.models[0].train.middle.value, 0.35, 1e-12) << "of 0.2, 0.3, 0.4 and 0.5";
  ASSERT_EQ(summary.aggregates.size(), 1u);
  EXPECT_NEAR(summary.aggregates[0].train.value, (0.4 + 0.5 + 0.6 + 0.7 + 4 * 0.8) / 8, 1e-12);
  const auto json = nlohmann::json::parse(to_json(summary));
  EXPECT_NEAR(json["models"][0]["train"]["interquartile_mean"]["value"].get<double>(), 0.35, 1e-12);
  EXPECT_FALSE(json["over_sweep_points"][0]["interquartile_mean"]["train"]["low"].is_null());
}

TEST(Summary, HasTheHeadlineOfTheBestAndTheRunnerUp) {
  const Summary summary = summarise(sample_header(), eight_seeds());
  ASSERT_TRUE(summary.headline);
  EXPECT_EQ(summary.models[summary.headline->best].model.name, "B");
  EXPECT_EQ(summary.headline->comparison.p_holm, summary.pairs[0].test.p_holm) << "the pair of the table";
  EXPECT_EQ(summary.headline->pairs, 1u);
  EXPECT_FALSE(summarise(sample_header(), std::vector{trial("A", 0, 0.5)}).headline);
  EXPECT_EQ(ranking(summarise(sample_header(), eight_seeds(), {{0, "B"}})).front(), 0u) << "a race dropped B";
}

TEST(Summary, CorrectsTheHeadlineOfASweepForAllPairs) {
  RunHeader header = sample_header();
  header.sweep_keys = {"lr"};
  header.points = {{"0.1"}, {"0.01"}};
  header.models = {{0, "A", "", 1}, {0, "B", "", 1}, {1, "A", "", 1}, {1, "B", "", 1}};
  std::vector<TrialRecord> trials;
  for (std::uint32_t seed = 0; seed < 10; ++seed) {
    trials.push_back(trial("A", seed, 0.9 + 0.001 * seed, 0));
    trials.push_back(trial("B", seed, 0.1 + 0.002 * seed, 0));
    trials.push_back(trial("A", seed, 0.2 + 0.003 * seed, 1));
    trials.push_back(trial("B", seed, 0.5 + 0.004 * seed, 1));
  }
  const Headline headline = summarise(header, trials).headline.value();
  EXPECT_EQ(headline.best, 0u);
  EXPECT_EQ(headline.other, 3u) << "at the other sweep point, so in no table";
  EXPECT_EQ(headline.pairs, 6u);
  EXPECT_DOUBLE_EQ(headline.comparison.p_holm, 6 * 2.0 / 1024);
  EXPECT_GT(headline.comparison.difference.low, 0);
}

TEST(Summary, CountsAndExcludesDivergedTrials) {
  const std::vector trials{trial("A", 0, 0.5),  diverged("A", 1, 12), diverged("A", 2, 7),
                           trial("B", 0, 0.75), trial("B", 1, 0.75),  trial("B", 2, 0.75)};
  const Summary summary = summarise(sample_header(), trials);
  EXPECT_EQ(summary.models[0].finished, 1);
  EXPECT_EQ(summary.models[0].diverged, 2);
  EXPECT_EQ(summary.models[0].first_diverged, 7);
  EXPECT_EQ(summary.models[0].last_diverged, 12);
  EXPECT_EQ(summary.models[0].train.metric.count, 1u);
  EXPECT_EQ(summary.pairs[0].train.difference.count, 1u) << "a pair needs two finished trials";
}

TEST(Summary, CountsFailures) {
  std::vector trials{trial("A", 0, 0.5), trial("A", 1, 0.5)};
  trials[1].status = TrialStatus::failed;
  const Summary summary = summarise(sample_header(), trials);
  EXPECT_EQ(summary.models[0].failed, 1);
  EXPECT_EQ(summary.models[0].finished, 1);
}

TEST(Summary, UsesRmseForRegressionAndLessIsBetter) {
  RunHeader header = sample_header();
  header.regression = true;
  std::vector trials{trial("A", 0, 0.75), trial("B", 0, 0.36)};
  const Summary summary = summarise(header, trials);
  EXPECT_DOUBLE_EQ(summary.models[0].train.metric.mean, 0.5);
  EXPECT_DOUBLE_EQ(summary.models[1].train.metric.mean, 0.8);
  EXPECT_DOUBLE_EQ(summary.pairs[0].train.difference.mean, 0.8 - 0.5);
  EXPECT_EQ(summary.pairs[0].train.wins, 0u);
  EXPECT_STREQ(summary.metric(), "rmse");
}

TEST(Summary, ComparesOnlyWithinASweepPoint) {
  RunHeader header = sample_header();
  header.sweep_keys = {"lr"};
  header.points = {{"0.1"}, {"0.01"}};
  header.models = {{0, "A", "", 1}, {0, "B", "", 1}, {1, "A", "", 1}, {1, "B", "", 1}};
  const std::vector trials{trial("A", 0, 0.5, 0), trial("B", 0, 0.75, 0), trial("A", 0, 0.25, 1), trial("B", 0, 1, 1)};
  const Summary summary = summarise(header, trials);
  ASSERT_EQ(summary.models.size(), 4u);
  ASSERT_EQ(summary.pairs.size(), 2u);
  EXPECT_DOUBLE_EQ(summary.pairs[0].train.difference.mean, 0.25);
  EXPECT_DOUBLE_EQ(summary.pairs[1].train.difference.mean, 0.75);
  const auto json = nlohmann::json::parse(to_json(summary));
  EXPECT_EQ(json["models"][3]["sweep"]["lr"], "0.01");
}

TEST(Summary, HasNullForTheIntervalOfOneSeed) {
  const std::vector trials{trial("A", 0, 0.5), trial("B", 0, 0.75)};
  const auto json = nlohmann::json::parse(to_json(summarise(sample_header(), trials)));
  EXPECT_EQ(json["models"][0]["train"]["mean"], 0.5);
  EXPECT_TRUE(json["models"][0]["train"]["low"].is_null());
  EXPECT_TRUE(json["differences"][0]["train"]["p_value"].is_null());
  EXPECT_EQ(json["differences"][0]["train"]["wins"], 1);
}

// Three classes of unequal sizes.
TrialRecord with_confusion(const char* model, std::uint32_t seed, std::int64_t wrong, std::int64_t point = 0) {
  TrialRecord record = trial(model, seed, 0.5, point);
  record.confusion = {{0, 0, 90 - wrong}, {0, 1, wrong}, {1, 1, 8}, {2, 0, 2}};
  record.baseline = {{.accuracy = 0.75}, {.accuracy = 0.9}, 1.0 / 3};
  return record;
}

TEST(Summary, SumsTheConfusionMatricesOfFinishedTrials) {
  TrialRecord lost = diverged("A", 2, 5);
  lost.baseline = with_confusion("A", 2, 0).baseline;
  const std::vector trials{with_confusion("A", 0, 0), with_confusion("A", 1, 10), lost};
  const Summary summary = summarise(sample_header(), trials);
  const ConfusionSummary& confusion = summary.models[0].confusion;
  EXPECT_EQ(confusion.trials, 2);
  EXPECT_EQ(confusion.cells, (Confusion{{0, 0, 170}, {0, 1, 10}, {1, 1, 16}, {2, 0, 4}}));
  EXPECT_EQ(confusion.balanced.count, 2u);
  EXPECT_DOUBLE_EQ(confusion.balanced.max, 2.0 / 3);
  EXPECT_DOUBLE_EQ(confusion.balanced.mean, (2.0 / 3 + (80.0 / 90 + 1) / 3) / 2);
  ASSERT_EQ(summary.baselines.size(), 1u);
  EXPECT_EQ(summary.baselines[0].test.metric.count, 3u) << "the data of a diverged trial are data";
  EXPECT_DOUBLE_EQ(summary.baselines[0].balanced.mean, 1.0 / 3);
  EXPECT_EQ(summary.models[1].confusion.trials, 0);
  EXPECT_EQ(summary.models[1].baseline, -1) << "B has no trials";
}

TEST(Summary, HasBalancedAccuracyOnlyForUnequalClasses) {
  TrialRecord equal = with_confusion("A", 0, 0);
  equal.confusion = {{0, 0, 50}, {1, 1, 40}, {1, 0, 9}};
  const Summary summary = summarise(sample_header(), std::vector{equal});
  EXPECT_EQ(summary.models[0].confusion.trials, 1);
  EXPECT_EQ(summary.models[0].confusion.balanced.count, 0u);
  EXPECT_EQ(summary.baselines[0].balanced.count, 0u);
  EXPECT_FALSE(nlohmann::json::parse(to_json(summary))["models"][0].contains("balanced_accuracy"));
}

TEST(Summary, HasABaselineForEachDataSetOfASweep) {
  RunHeader header = sample_header();
  header.sweep_keys = {"data.noise", "lr"};
  header.points = {{"0", "1"}, {"0", "2"}, {"0.1", "1"}};
  header.models = {{0, "A", "", 1}, {1, "A", "", 1}, {2, "A", "", 1}};
  std::vector trials{with_confusion("A", 0, 0), with_confusion("A", 1, 0), with_confusion("A", 1, 0, 1),
                     with_confusion("A", 2, 0, 1), with_confusion("A", 1, 0, 2)};
  trials[4].baseline.test.accuracy = 0.8;
  const Summary summary = summarise(header, trials);
  ASSERT_EQ(summary.baselines.size(), 2u);
  EXPECT_EQ(summary.baselines[0].test.metric.count, 3u) << "seeds 0, 1 and 2";
  EXPECT_EQ(summary.models[1].baseline, 0);
  EXPECT_EQ(summary.models[2].baseline, 1);
  EXPECT_EQ(summary.baseline_below(0), nullptr) << "the next model has the same";
  EXPECT_EQ(summary.baseline_below(1), &summary.baselines[0]);
  EXPECT_EQ(summary.baseline_below(2), &summary.baselines[1]);
}

TEST(Summary, WritesBaselinesAndMatricesAsJson) {
  RunHeader header = sample_header();
  header.data = {{{"many", "some", "few"}}};
  for (ModelRecord& model : header.models) model.data = 0;
  const std::vector trials{with_confusion("A", 0, 0), with_confusion("B", 0, 10)};
  const auto json = nlohmann::json::parse(to_json(summarise(header, trials)));
  EXPECT_EQ(json["baselines"][0]["predicts"], "most frequent class");
  EXPECT_EQ(json["baselines"][0]["test"]["mean"], 0.9);
  EXPECT_TRUE(json["baselines"][0]["test"]["loss"].is_null());
  EXPECT_EQ(json["models"][1]["baseline"], 0);
  EXPECT_EQ(json["models"][0]["balanced_accuracy"]["mean"], 2.0 / 3);
  EXPECT_EQ(json["models"][0]["confusion"]["trials"], 1);
  EXPECT_EQ(json["models"][1]["confusion"]["classes"].dump(), R"(["many","some","few"])");
  EXPECT_EQ(json["models"][1]["confusion"]["matrix"].dump(), "[[80,10,0],[0,8,0],[2,0,0]]");
}

TEST(Summary, LeavesLargeMatricesToTheCsvFile) {
  RunHeader header = sample_header();
  header.data = {{std::vector<std::string>(21, "class")}};
  for (ModelRecord& model : header.models) model.data = 0;
  const auto json = nlohmann::json::parse(to_json(summarise(header, std::vector{with_confusion("A", 0, 0)})));
  EXPECT_FALSE(json["models"][0].contains("confusion"));
  EXPECT_EQ(json["models"][0]["balanced_accuracy"]["seeds"], 1);
}

TEST(Summary, TheBaselineOfARegressionIsAnRmse) {
  RunHeader header = sample_header();
  header.regression = true;
  TrialRecord record = trial("A", 0, 0.75);
  record.baseline = {{.loss = 0.25}, {.loss = 4}};
  const Summary summary = summarise(header, std::vector{record});
  EXPECT_EQ(summary.baselines[0].train.metric.mean, 0.5);
  EXPECT_EQ(summary.baselines[0].test.metric.mean, 2);
  EXPECT_EQ(summary.baselines[0].test.mean_loss, 4);
  EXPECT_STREQ(summary.baseline(), "mean of the targets");
}

}  // namespace
}  // namespace actlab
