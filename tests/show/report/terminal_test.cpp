#include "show/report/terminal.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <limits>

namespace actlab {
namespace {

using testing::HasSubstr;
using testing::Not;

constexpr double nan = std::numeric_limits<double>::quiet_NaN();
constexpr Estimate nothing{0, nan, nan, nan, nan, nan};

Summary two_models() {
  Summary summary;
  summary.header = {.name = "circle",
                    .config = "",
                    .regression = false,
                    .trials = 40,
                    .sweep_keys = {},
                    .points = {{}},
                    .models = {}};
  ModelSummary linear{.model = {0, "LinearNN", "", 52}, .train = {}, .test = {}};
  linear.finished = 20;
  linear.epochs = 100;
  linear.train = {{20, 0.6789, 0.67, 0.68, 0.6, 0.75}, 0.62};
  linear.test = {{20, 0.66, 0.65, 0.67, 0.6, 0.7}, 0.63};
  ModelSummary other = linear;
  other.model.name = "NonLinearNN";
  summary.models = {linear, other};
  SampleComparison better{
      .difference = {20, 0.2155, 0.2, 0.231, 0.1, 0.3}, .wins = 19, .ties = 1, .no_verdict = NoVerdict::none};
  better.p_holm = 3.1e-15;
  summary.pairs = {{0, "NonLinearNN", "LinearNN", better, better}};
  return summary;
}

TEST(Terminal, ShowsEachModelOnBothSamples) {
  const std::string text = to_text(two_models(), false);
  EXPECT_THAT(text, HasSubstr("LinearNN     training  67.89  67.00 … 68.00  60.00  75.00  0.6200     100      20\n"));
  EXPECT_THAT(text, HasSubstr("             held-out  66.00  65.00 … 67.00  60.00  70.00  0.6300\n"));
}

TEST(Terminal, ShowsThePairedDifference) {
  const std::string text = to_text(two_models(), false);
  EXPECT_THAT(text,
              HasSubstr("NonLinearNN − LinearNN  training      +21.55  +20.00 … +23.10  19 of 20, 1 tied  3.1e-15\n"));
}

TEST(Terminal, ShowsTheBaselineBelowItsModels) {
  Summary summary = two_models();
  summary.baselines = {{{{20, 0.5, nan, nan, 0.45, 0.55}, nan}, {{20, 0.51, nan, nan, 0.46, 0.56}, nan}}};
  for (ModelSummary& model : summary.models) model.baseline = 0;
  const std::string text = to_text(summary, false);
  EXPECT_THAT(text, HasSubstr("held-out  66.00  65.00 … 67.00  60.00  70.00  0.6300\n"
                              "baseline: most frequent class  training  50.00              —  45.00  55.00       —\n"
                              "                               held-out  51.00              —  46.00  56.00       —\n"));
  EXPECT_THAT(text, Not(HasSubstr("balanced")));
  summary.models[0].baseline = -1;
  EXPECT_THAT(to_text(summary, false), HasSubstr("baseline: most frequent class"));
  summary.models[1].baseline = -1;
  EXPECT_THAT(to_text(summary, false), Not(HasSubstr("baseline")));
}

TEST(Terminal, TellsSeveralBaselinesApart) {
  Summary summary = two_models();
  const SampleSummary half{{20, 0.5, nan, nan, 0.45, 0.55}, nan}, third{{20, 0.33, nan, nan, 0.3, 0.4}, nan};
  summary.baselines = {{half, half}, {third, third}};
  summary.models[0].baseline = 0;
  summary.models[1].baseline = 1;
  std::string text = to_text(summary, false);
  EXPECT_THAT(text, HasSubstr("baseline: most frequent class (LinearNN)     training  50.00"));
  EXPECT_THAT(text, HasSubstr("baseline: most frequent class (NonLinearNN)  training  33.00"));
  summary.header.sweep_keys = {"data.noise"};
  summary.header.points = {{"0"}, {"0.1"}};
  summary.models[1].model.point = 1;
  text = to_text(summary, false);
  EXPECT_THAT(text, HasSubstr("\n0.1    baseline: most frequent class  training  33.00"));
}

TEST(Terminal, ShowsBalancedAccuracyOfUnequalClasses) {
  Summary summary = two_models();
  summary.models[0].confusion.balanced = {20, 0.61, nan, nan, 0.5, 0.7};
  summary.baselines = {{{{20, 0.5, nan, nan, 0.45, 0.55}, nan}, {{20, 0.99, nan, nan, 0.98, 1}, nan}}};
  summary.baselines[0].balanced = {20, 0.5, nan, nan, 0.5, 0.5};
  for (ModelSummary& model : summary.models) model.baseline = 0;
  const std::string text = to_text(summary, false);
  EXPECT_THAT(text, HasSubstr("held-out  66.00  65.00 … 67.00  60.00   70.00     61.00  0.6300\n"));
  EXPECT_THAT(text, HasSubstr("held-out  99.00              —  98.00  100.00     50.00       —\n"));
  EXPECT_THAT(text, HasSubstr("balanced: the mean of the classes' recalls"));
}

TEST(Terminal, SaysWhyAPairHasNoPValue) {
  Summary summary = two_models();
  EXPECT_THAT(to_text(summary, false), Not(HasSubstr("no p")));
  summary.pairs[0].test = {.difference = {3, 0.2, nan, nan, 0.1, 0.3}};
  EXPECT_THAT(to_text(summary, false), HasSubstr("Fewer than 5 seeds have no interval and no p.\n"));
  summary.pairs[0].train.no_verdict = NoVerdict::no_spread;
  EXPECT_THAT(to_text(summary, false),
              HasSubstr("A difference that is the same on every seed has no interval and no p.\n"));
}

TEST(Terminal, HasNoHeldOutLineWithoutAHeldOutSample) {
  Summary summary = two_models();
  for (ModelSummary& model : summary.models) model.test = {nothing, nan};
  summary.pairs[0].test.difference = nothing;
  EXPECT_THAT(to_text(summary, false), Not(HasSubstr("held-out")));
}

TEST(Terminal, ShowsDivergedTrialsAndTheirEpochs) {
  Summary summary = two_models();
  EXPECT_THAT(to_text(summary, false), Not(HasSubstr("diverged")));
  summary.models[0].diverged = 3;
  summary.models[0].first_diverged = 4;
  summary.models[0].last_diverged = 17;
  summary.models[1].diverged = 1;
  summary.models[1].first_diverged = 5;
  summary.models[1].last_diverged = 5;
  summary.models[1].failed = 2;
  const std::string text = to_text(summary, false);
  EXPECT_THAT(text, HasSubstr("3 at epochs 4 to 17"));
  EXPECT_THAT(text, HasSubstr("1 at epoch 5              2\n"));
}

TEST(Terminal, ShowsADashForNan) {
  Summary summary = two_models();
  summary.models[0].train = {nothing, nan};
  EXPECT_THAT(to_text(summary, false), Not(HasSubstr("nan")));
  EXPECT_THAT(to_text(summary, false), HasSubstr("—"));
}

TEST(Terminal, ShowsRmseForRegression) {
  Summary summary = two_models();
  summary.header.regression = true;
  const std::string text = to_text(summary, false);
  EXPECT_THAT(text, HasSubstr("RMSE"));
  EXPECT_THAT(text, HasSubstr("0.6789"));
  EXPECT_THAT(text, Not(HasSubstr("accuracy")));
}

TEST(Terminal, ShortensSweptKeysIfUnambiguous) {
  Summary summary = two_models();
  summary.header.sweep_keys = {"training.optimizer.lr", "models.A.hidden", "models.B.hidden"};
  summary.header.points = {{"0.1", "[3]", "[4]"}};
  const std::string text = to_text(summary, false);
  EXPECT_THAT(text, HasSubstr("lr   models.A.hidden  models.B.hidden  model "));
  EXPECT_THAT(text, HasSubstr("0.1  [3]              [4]              LinearNN"));
}

TEST(Terminal, HasColoursOnlyIfRequested) {
  EXPECT_THAT(to_text(two_models(), false), Not(HasSubstr("\x1b")));
  EXPECT_THAT(to_text(two_models(), true), HasSubstr("\x1b[1m"));
}

}  // namespace
}  // namespace actlab
