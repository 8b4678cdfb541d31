#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <numeric>

#include "lab/record/temporary_directory.h"
#include "show/report/answer.h"
#include "show/report/base64.h"
#include "show/report/baseline.h"
#include "show/report/rows.h"
#include "show/report/run_sample.h"
#include "show/report/swarm.h"

namespace actlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

TEST(RowsTest, WritesEachTextOnceAndRoundsNumbers) {
  Rows rows({"model", "loss"});
  rows.add({"A", 0.123456789});
  rows.add({"B", std::numeric_limits<double>::quiet_NaN()});
  rows.add({"A", 123456.0});
  EXPECT_EQ(rows.to_json().dump(),
            R"({"columns":["model","loss"],"texts":{"model":["A","B"]},"rows":[[0,0.1235],[1,null],[0,123500.0]]})");
}

TEST(FourDigits, RoundsToFourDigits) {
  EXPECT_EQ(four_digits(0.00123456), 0.001235);
  EXPECT_EQ(four_digits(-98765), -98770);
  EXPECT_EQ(four_digits(0), 0);
}

TEST(Swarm, KeepsAllOfFewValues) {
  const std::vector<double> values{3, 1, 1, 1, 2};
  const auto dots = swarm(values, 1, 3);
  ASSERT_THAT(dots, SizeIs(5));
  for (const SwarmDot& dot : dots) EXPECT_EQ(dot.value, values[dot.index]);
  // The three at 1 are next to each other around the middle.
  EXPECT_EQ(dots[0].offset, -dots[2].offset);
  EXPECT_LT(dots[0].offset, dots[1].offset);
  EXPECT_EQ(dots[1].offset, 0);
}

TEST(Swarm, SelectsFromManyValuesByRankWithinTheRow) {
  std::vector<double> values(10000);
  std::iota(values.begin(), values.end(), 0);
  const auto dots = swarm(values, 0, 9999, 500);
  EXPECT_THAT(dots, SizeIs(500));
  EXPECT_NEAR(dots[250].value, 5000, 50);
  for (const SwarmDot& dot : dots) EXPECT_LE(std::abs(dot.offset), 1);
}

TEST(Base64, FollowsTheStandard) {
  EXPECT_EQ(base64(""), "");
  EXPECT_EQ(base64("f"), "Zg==");
  EXPECT_EQ(base64("fo"), "Zm8=");
  EXPECT_EQ(base64("foo"), "Zm9v");
  EXPECT_EQ(base64("\xff\xfe\xfd"), "//79");
}

TEST(LayerActivations, AreReadFromAModelsDescription) {
  const std::vector<std::string> known{"relu", "relu6", "elu(alpha=1, beta=2)"};
  EXPECT_THAT(layer_activations("2-10-2 relu", known), ElementsAre("relu"));
  EXPECT_THAT(layer_activations("2-10-10-2 relu6", known), ElementsAre("relu6", "relu6"));
  EXPECT_THAT(layer_activations("2-9-9-2 elu(alpha=1, beta=2), relu", known),
              ElementsAre("elu(alpha=1, beta=2)", "relu"));
  EXPECT_THAT(layer_activations("2-2", known), ElementsAre());
  EXPECT_THAT(layer_activations("2-3-2 unknown", known), ElementsAre(""));
}

// A run in memory of models A and B with the given held-out accuracies by seed. NaN means diverged.
RunData run_of(const std::vector<std::vector<double>>& accuracies) {
  RunData run;
  RunHeader header = sample_header();
  const char* names[] = {"A", "B", "C"};
  header.models.resize(accuracies.size());
  for (std::size_t m = 0; m < accuracies.size(); ++m) {
    header.models[m].name = names[m];
    for (std::size_t seed = 0; seed < accuracies[m].size(); ++seed) {
      TrialRecord trial = sample_trial(0);
      trial.model = names[m];
      trial.seed = static_cast<std::uint32_t>(seed);
      trial.test.accuracy = accuracies[m][seed];
      if (std::isnan(accuracies[m][seed])) {
        trial.status = TrialStatus::diverged;
        trial.epochs = 7;
        trial.train = trial.test = {};
      }
      run.trials.push_back(trial);
    }
  }
  header.trials = static_cast<std::int64_t>(run.trials.size());
  run.summary = summarise(header, run.trials);
  return run;
}

constexpr double lost = std::numeric_limits<double>::quiet_NaN();

TEST(AnswerTest, NamesTheBestModelWithDifferenceAndCertainty) {
  const std::string text =
      answer_of(run_of({{0.50, 0.52, 0.51, 0.5, 0.5, 0.53}, {0.90, 0.93, 0.90, 0.91, 0.9, 0.92}})).sentence;
  EXPECT_THAT(text, HasSubstr("B wins with 91.00 % held-out accuracy against 51.00 % of A: 40.00 points more"));
  EXPECT_THAT(text,
              HasSubstr("better on 6 of 6 seeds, so on a new seed with probability 1.00 (0.61 … 1.00), p = 0.031"));
}

TEST(AnswerTest, HasNoVerdictForFewSeeds) {
  const std::string text = answer_of(run_of({{0.50, 0.52, 0.51}, {0.90, 0.93, 0.90}})).sentence;
  EXPECT_THAT(text, HasSubstr("No verdict: B has 91.00 % held-out accuracy"));
  EXPECT_THAT(text, HasSubstr("3 seeds on which both finished are too few (at least 5)"));
  EXPECT_THAT(text, Not(HasSubstr("p = ")));
}

TEST(AnswerTest, HasNoVerdictWithoutSpread) {
  const std::string text = answer_of(run_of({{0.35, 0.40, 0.55, 0.6, 0.7}, {0.40, 0.45, 0.60, 0.65, 0.75}})).sentence;
  EXPECT_THAT(text, HasSubstr("the difference is 5.00 points on each of 5 seeds. Without any spread"));
  EXPECT_THAT(text, Not(HasSubstr("p = ")));
}

TEST(AnswerTest, DecidesByTheCorrectedPValueOnly) {
  // Each pair has p = 2 / 64, which is below 0.05 alone but not among the three pairs.
  const std::string text = answer_of(run_of({{0.1, 0.12, 0.11, 0.1, 0.13, 0.1},
                                             {0.2, 0.22, 0.23, 0.2, 0.25, 0.2},
                                             {0.3, 0.35, 0.32, 0.3, 0.31, 0.33}}))
                               .sentence;
  EXPECT_THAT(text, HasSubstr("No clear winner"));
  EXPECT_THAT(text, HasSubstr("p = 0.094 corrected for 3 pairs"));
}

TEST(AnswerTest, DoesNotNameAWinnerWithoutSignificance) {
  const std::string text = answer_of(run_of({{0.50, 0.60, 0.55, 0.5, 0.6}, {0.59, 0.52, 0.57, 0.5, 0.61}})).sentence;
  EXPECT_THAT(text, HasSubstr("No clear winner"));
  EXPECT_THAT(text, HasSubstr("with a probability of 0.8"));
}

TEST(AnswerTest, DoesNotCallAModelTheWinnerThatIsWorseOnTheSeedsOfBoth) {
  // A has the better mean, because B also finished seeds on which A did not.
  const std::string text = answer_of(run_of({{0.5, 0.51, 0.5, 0.52, 0.5, 0.51, lost, lost, lost, lost, lost},
                                             {0.6, 0.62, 0.6, 0.63, 0.6, 0.63, 0.1, 0.1, 0.1, 0.1, 0.1}}))
                               .sentence;
  EXPECT_THAT(text, HasSubstr("No clear winner: A has 50.67 %"));
  EXPECT_THAT(text, HasSubstr("on the 6 seeds that both finished it is 10.67 points worse"));
}

TEST(AnswerTest, StatesThatOneSeedIsTooFew) {
  EXPECT_THAT(answer_of(run_of({{0.5}, {0.9}})).sentence, HasSubstr("one seed is too few for a verdict"));
}

TEST(AnswerTest, NotesThatTheBestModelIsNotBetterThanTheBaseline) {
  Summary summary;
  summary.header = sample_header();
  ModelSummary model{.model = {0, "A", "", 1}, .train = {}, .test = {}};
  model.test.metric.mean = 0.82;
  model.train.metric.mean = 0.9;
  EXPECT_EQ(baseline_note(summary, model, true, "A"), "") << "without a baseline";
  model.baseline = 0;
  summary.baselines = {{}};
  summary.baselines[0].test.metric.mean = 0.82;
  summary.baselines[0].train.metric.mean = 0.8;
  EXPECT_EQ(
      baseline_note(summary, model, true, "A"),
      "A is not better than the baseline, which ignores the features and always predicts the most frequent class: "
      "82.00 %.");
  EXPECT_EQ(baseline_note(summary, model, false, "A"), "") << "on the training sample";
  summary.header.regression = true;
  EXPECT_THAT(baseline_note(summary, model, true, "A"), HasSubstr("the mean of the targets: 0.8200 RMSE."));
  model.test.metric.mean = 0.81;
  EXPECT_EQ(baseline_note(summary, model, true, "A"), "") << "a smaller error is better";
}

TEST(AnswerTest, DoesNotRankAModelFirstThatMostlyDiverged) {
  const Answer answer = answer_of(run_of({{0.50, 0.52, 0.51}, {0.99, lost, lost}}));
  EXPECT_THAT(answer.sentence, HasSubstr("A "));
  EXPECT_THAT(answer.notes, ElementsAre(HasSubstr("B: of 3 trials, 2 diverged (epoch 7)")));
}

TEST(AnswerTest, StatesThatNoTrialFinished) {
  EXPECT_THAT(answer_of(run_of({{lost, lost}})).sentence, HasSubstr("No trial finished: of 2, 2 diverged"));
}

}  // namespace
}  // namespace actlab
