#include "lab/experiment/plan.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/stat.h>

#include <filesystem>
#include <fstream>
#include <thread>

#include "core/error.h"
#include "lab/experiment/config_text.h"
#include "lab/experiment/fake_engine.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::SizeIs;

const std::string two_models =
    "data: {kind: circle, samples: 20, test_samples: 10}\n"
    "models: {A: {hidden: [3], activation: tanh}, B: {hidden: [4, 5]}}\n"
    "training: {epochs: 2}\n"
    "seeds: [7, 3]\n";

std::string error_message(const Experiment& experiment, const Engines& engines) {
  try {
    make_plan(experiment, engines);
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Plan, HasEveryModelForEverySeedAndGroupsTheModelsOfASeed) {
  const Experiment experiment = experiment_of(two_models);
  const Engines engines = only(std::make_unique<FakeEngine>());
  const Plan plan = make_plan(experiment, engines);
  std::vector<std::string> trials;
  for (const Trial& trial : plan.trials) {
    EXPECT_EQ(trial.id, static_cast<std::int64_t>(trials.size()));
    trials.push_back(trial.model + std::to_string(trial.seed));
  }
  EXPECT_THAT(trials, ElementsAre("A7", "B7", "A3", "B3"));
  EXPECT_EQ(plan.header.trials, 4);
}

TEST(Plan, CountsParameters) {
  const Experiment experiment = experiment_of(two_models);
  const Engines engines = only(std::make_unique<FakeEngine>());
  const RunHeader header = make_plan(experiment, engines).header;
  ASSERT_THAT(header.models, SizeIs(2));
  EXPECT_EQ(header.models[0].parameters, (2 * 3 + 3) + (3 * 2 + 2));
  EXPECT_EQ(header.models[1].parameters, (2 * 4 + 4) + (4 * 5 + 5) + (5 * 2 + 2));
  EXPECT_EQ(header.models[0].description, "2-3-2 tanh");
  EXPECT_FALSE(header.regression);
}

TEST(Plan, HasTheMethodForIntervals) {
  const Engines engines = only(std::make_unique<FakeEngine>());
  EXPECT_EQ(make_plan(experiment_of(two_models), engines).header.interval, IntervalMethod::bca);
  const Experiment experiment = experiment_of(two_models + "statistics: {interval: t}\n");
  EXPECT_EQ(make_plan(experiment, engines).header.interval, IntervalMethod::t);
}

TEST(Plan, IsOrderedByTheSweepPoints) {
  const Experiment experiment =
      experiment_of(two_models + "sweep: {training.epochs: [1, 9], models.A.hidden: [[3], [6]]}\n");
  const Engines engines = only(std::make_unique<FakeEngine>());
  const Plan plan = make_plan(experiment, engines);
  EXPECT_THAT(plan.header.sweep_keys, ElementsAre("training.epochs", "models.A.hidden"));
  EXPECT_THAT(plan.header.points, ElementsAre(ElementsAre("1", "[3]"), ElementsAre("1", "[6]"), ElementsAre("9", "[3]"),
                                              ElementsAre("9", "[6]")));
  ASSERT_THAT(plan.trials, SizeIs(16));
  EXPECT_EQ(plan.trials[5].point, 1u);
  EXPECT_EQ(plan.trials[4].training->epochs, 1);
  EXPECT_EQ(plan.trials[8].training->epochs, 9);
  EXPECT_EQ(plan.trials[4].model_config->hidden, std::vector<std::int64_t>{6});
  EXPECT_THAT(plan.header.models, SizeIs(8));
}

TEST(Plan, SelectsTheFirstEngineThatSupportsAModel) {
  const Experiment experiment = experiment_of(two_models);
  auto fast = std::make_unique<FakeEngine>("fast");
  fast->unsupported_model = "B";
  Engines engines = only(std::move(fast));
  engines.push_back(std::make_unique<FakeEngine>("slow"));
  const Plan plan = make_plan(experiment, engines);
  EXPECT_EQ(plan.engine[0]->name(), "fast");
  EXPECT_EQ(plan.engine[1]->name(), "slow");
  EXPECT_THAT(plan.fallback_reasons, ElementsAre("B: slow, because fast cannot: it is not supported"));
  EXPECT_THAT(describe(plan, experiment, 1), HasSubstr("B: slow, because fast cannot: it is not supported"));
}

TEST(Plan, ReportsWhyTheConfiguredEngineDoesNotSupportAModel) {
  const Experiment experiment = experiment_of(two_models + "engine: eager\n");
  auto engine = std::make_unique<FakeEngine>("eager");
  engine->unsupported_model = "B";
  EXPECT_THAT(error_message(experiment, only(std::move(engine))),
              AllOf(HasSubstr("test.yaml:5:9: engine eager cannot train model B: it is not supported"),
                    HasSubstr("engine: auto selects another one")));
}

TEST(Plan, RejectsASweepOverClassificationAndRegression) {
  const Experiment experiment = experiment_of(
      "data: circle\nmodels: {A: {hidden: [3]}}\nsweep: {data: [{kind: circle, samples: 5}, {kind: sine, samples: "
      "5}]}\n");
  EXPECT_THAT(error_message(experiment, only(std::make_unique<FakeEngine>())),
              HasSubstr("test.yaml:3:8: the sweep mixes classification and regression"));
}

// A plan that is only shown draws no points: these would take seconds and gigabytes.
TEST(Plan, OfManySamplesIsMadeAtOnceAndSaysWhatMemoryTheyNeed) {
  Experiment experiment = experiment_of("data: {kind: circle, samples: 1000}\nmodels: {A: {hidden: [3]}}\n");
  for (ExperimentConfig* config : {&experiment.base, &experiment.points[0].config})
    std::get<Circle>(config->data).samples = std::int64_t{1} << 40;
  const Engines engines = only(std::make_unique<FakeEngine>());
  const Plan plan = make_plan(experiment, engines);
  EXPECT_TRUE(plan.scene);
  EXPECT_THAT(describe(plan, experiment, 1), HasSubstr("at least 35 TB of memory"));
}

TEST(Plan, HasADescription) {
  const Experiment experiment = experiment_of(two_models + "sweep: {training.optimizer.lr: [0.1, 0.01]}\n");
  const Engines engines = only(std::make_unique<FakeEngine>());
  const std::string text = describe(make_plan(experiment, engines), experiment, 3);
  EXPECT_THAT(text, HasSubstr("2 sweep points × 2 models × 2 seeds = 8 trials"));
  EXPECT_THAT(text, HasSubstr("2-3-2 tanh, 17 parameters"));
  EXPECT_THAT(text, HasSubstr("circle, 20 samples"));
  EXPECT_THAT(text, HasSubstr("2 (7, 3)"));
  EXPECT_THAT(text, HasSubstr("0.1, 0.01"));
  EXPECT_THAT(text, HasSubstr("fake"));
  EXPECT_THAT(text, testing::ContainsRegex("threads +3"));
}

// A pipe can be read only once: reading it again would wait for ever.
TEST(Plan, ReadsATableOnceAndSaysWhatItRead) {
  const TemporaryDirectory directory;
  const std::filesystem::path pipe = directory / "rows.csv", config = directory / "test.yaml";
  ASSERT_EQ(::mkfifo(pipe.c_str(), 0600), 0);
  std::ofstream(config) << "data: {kind: csv, file: rows.csv}\nmodels: {A: {hidden: [3]}}\nseeds: 1\n";
  std::thread writer([&] {
    std::ofstream rows(pipe);
    rows << "id,colour,z\n";
    for (int i = 0; i < 20; ++i) rows << i << (i % 2 == 0 ? ",red," : ",blue,") << i * 7 % 9 << ".5\n";
  });
  const Experiment experiment = load_experiment(config);
  const Engines engines = only(std::make_unique<FakeEngine>());
  const Plan plan = make_plan(experiment, engines);
  writer.join();
  EXPECT_TRUE(plan.header.regression) << "only the data say so";
  EXPECT_EQ(plan.header.models[0].description, "3-3-1 relu");
  const std::string text = describe(plan, experiment, 1);
  EXPECT_THAT(text,
              HasSubstr("  data      csv rows.csv: 20 rows, 1 feature (colour), 3 inputs, to predict the number z\n"
                        "            a regression, because 'z' has fractions (0.5)\n"
                        "            categories: colour (2 levels)\n"
                        "            left out: id (counts the rows)\n"
                        "            16 rows for training, 4 for testing\n"));
}

}  // namespace
}  // namespace actlab
