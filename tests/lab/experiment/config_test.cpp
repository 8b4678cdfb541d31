#include "lab/experiment/config.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/resource.h>

#include "lab/experiment/config_file.h"

namespace actlab {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::StartsWith;

const std::string base =
    "data: {kind: circle, samples: 20, test_samples: 10}\n"
    "models:\n"
    "  LinearNN: {activation: identity}\n"
    "  NonLinearNN: {activation: relu}\n";

class ExperimentConfigFile : public ConfigFile {
 protected:
  std::vector<std::uint32_t> seeds(const std::string& value) const {
    return load(base + "seeds: " + value + "\n").base.seeds.values();
  }
  /// Expects that a resolved config is unchanged when it is read again.
  void expect_stable_resolution(const std::string& yaml) const {
    const std::string once = to_yaml(load(yaml).resolved);
    EXPECT_EQ(to_yaml(load(once).resolved), once);
  }
};

TEST_F(ExperimentConfigFile, RequiresOnlyDataAndModels) {
  const Experiment experiment = load(base);
  EXPECT_EQ(experiment.base.name, "a");  // from the file name
  EXPECT_EQ(experiment.base.seeds.values().size(), 20u);
  ASSERT_EQ(experiment.base.models.size(), 2u);
  EXPECT_EQ(experiment.base.models[0].first, "LinearNN");
  ASSERT_EQ(experiment.points.size(), 1u);
  EXPECT_TRUE(experiment.points[0].values.empty());
  EXPECT_EQ(problems_of("name: x"),
            "a.yaml:1:1: data: missing; this key must be given\n"
            "a.yaml:1:1: models: missing; this key must be given");
}

TEST_F(ExperimentConfigFile, ResolvedHasAllDefaultsAndTheLoss) {
  EXPECT_EQ(to_yaml(load(base + "training: {optimizer: sgd}\n", {"seeds=3"}).resolved),
            "name: a\n"
            "data:\n"
            "  kind: circle\n"
            "  samples: 20\n"
            "  test_samples: 10\n"
            "models:\n"
            "  LinearNN:\n"
            "    hidden: [10]\n"
            "    activation: identity\n"
            "    init:\n"
            "      kind: torch\n"
            "  NonLinearNN:\n"
            "    hidden: [10]\n"
            "    activation: relu\n"
            "    init:\n"
            "      kind: torch\n"
            "training:\n"
            "  epochs: 100\n"
            "  batch_size: 0\n"
            "  optimizer:\n"
            "    kind: sgd\n"
            "    lr: 0.01\n"
            "    momentum: 0\n"
            "    nesterov: false\n"
            "    weight_decay: 0\n"
            "  decay: 0\n"
            "  loss: cross_entropy\n"
            "seeds: 3\n"
            "sweep: {}\n"
            "engine: auto\n"
            "instruction_set: auto\n"
            "record:\n"
            "  every: 0\n"
            "  curves: true\n"
            "  weights: false\n"
            "  health: false\n"
            "  outputs: false\n"
            "  tensorboard: false\n"
            "  snapshots:\n"
            "    count: 24\n"
            "    epochs: []\n"
            "    seed: -1\n"
            "statistics:\n"
            "  interval: bca\n");
}

TEST_F(ExperimentConfigFile, ResolvedIsUnchangedWhenReadAgain) {
  write("rows.csv", "a,b,label\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n");
  const std::string models = "models: {A: {hidden: [2, 2], activation: [relu, {leaky_relu: {negative_slope: 0.1}}]}}\n";
  for (const char* data : {"circle", "spiral", "sine", "{kind: csv, file: rows.csv, label: label}"}) {
    expect_stable_resolution(models + "data: " + data + "\n");
  }
  for (const char* optimizer : {"sgd", "adam", "adamw", "rmsprop", "adagrad"}) {
    expect_stable_resolution(base + "training: {optimizer: " + optimizer + "}\n");
  }
  expect_stable_resolution(base + "training: {optimizer: {kind: adam, lr: 1e-7}, decay: 0.1, loss: bce}\n");
}

TEST_F(ExperimentConfigFile, ResolvedKeepsTheValuesOfTheSweepAsWritten) {
  const std::string yaml = base +
                           "sweep:\n"
                           "  training.optimizer.kind: [adam, sgd]\n"
                           "  training.optimizer.lr: [0.10, 1e-2]\n"
                           "  models.NonLinearNN.activation: [relu, {leaky_relu: {negative_slope: 0.1}}]\n";
  expect_stable_resolution(yaml);
  const Experiment first = load(yaml);
  const Experiment second = load(to_yaml(first.resolved));
  ASSERT_EQ(second.points.size(), first.points.size());
  for (std::size_t i = 0; i < first.points.size(); ++i) {
    EXPECT_EQ(second.points[i].values, first.points[i].values);
    ExperimentConfig a = first.points[i].config, b = second.points[i].config;
    EXPECT_EQ(to_yaml(write_config([&](Fields& fields) { a.declare(fields); })),
              to_yaml(write_config([&](Fields& fields) { b.declare(fields); })));
  }
}

TEST_F(ExperimentConfigFile, AcceptsACountAListOrARangeOfSeeds) {
  EXPECT_THAT(seeds("3"), ElementsAre(0, 1, 2));
  EXPECT_THAT(seeds("[5, 0, 4294967295]"), ElementsAre(5, 0, 4294967295u));
  EXPECT_THAT(seeds("{first: 100, count: 2}"), ElementsAre(100, 101));
  EXPECT_THAT(load(base + "seeds: 2\n", {"seeds.first=7"}).base.seeds.values(), ElementsAre(7, 8));
  for (const char* value : {"1", "[7]", "[2, 1]", "{first: 4294967294, count: 2}"}) {
    expect_stable_resolution(base + "seeds: " + value + "\n");
  }
}

TEST_F(ExperimentConfigFile, RejectsInvalidAndDuplicateSeeds) {
  const auto seeds_problem = [&](const std::string& value) { return problems_of(base + "seeds: " + value + "\n"); };
  EXPECT_EQ(seeds_problem("0"), "a.yaml:5:8: seeds: found '0', expected an integer from 1 to 1000000");
  EXPECT_EQ(seeds_problem("[1, -1, 4294967296, 1, x]"),
            "a.yaml:5:12: seeds[1]: found '-1', expected an integer from 0 to 4294967295\n"
            "a.yaml:5:16: seeds[2]: found '4294967296', expected an integer from 0 to 4294967295\n"
            "a.yaml:5:28: seeds[3]: seed 1 occurs twice\n"
            "a.yaml:5:31: seeds[4]: found 'x', expected an integer from 0 to 4294967295");
  EXPECT_EQ(seeds_problem("[]"), "a.yaml:5:8: seeds: found an empty list, expected at least one seed");
  EXPECT_EQ(seeds_problem("{first: 3}"), "a.yaml:5:8: seeds.count: missing; this key must be given");
  EXPECT_EQ(seeds_problem("{first: 4294967295, count: 2}"),
            "a.yaml:5:8: seeds: the last seed would be 4294967296, but the largest is 4294967295");
}

TEST_F(ExperimentConfigFile, RejectsTooManyTrials) {
  EXPECT_EQ(problems_of(base + "seeds: 1000000\nsweep: {training.epochs: [1, 2, 3, 4, 5, 6]}\n"),
            "a.yaml:5:8: seeds: 1000000 seeds, 2 models and 6 sweep points make 12000000 trials, but the maximum is "
            "10000000");
}

TEST_F(ExperimentConfigFile, SelectsTheLossForTheData) {
  EXPECT_EQ(load(base).points[0].config.training.loss, "cross_entropy");
  EXPECT_EQ(load(base, {"data=sine"}).points[0].config.training.loss, "mse");
}

TEST_F(ExperimentConfigFile, RejectsALossThatDoesNotFitTheData) {
  EXPECT_THAT(problems_of("data: sine\nmodels: {A: {}}\ntraining:\n  loss: cross_entropy\n"),
              StartsWith("a.yaml:4:9: training.loss: 'cross_entropy' needs classes"));
  EXPECT_THAT(problems_of("data: spiral\nmodels: {A: {}}\ntraining: {loss: bce}\n"),
              StartsWith("a.yaml:3:18: training.loss: 'bce' needs 2 classes"));
}

TEST_F(ExperimentConfigFile, RejectsContradictorySettingsOfAnOptimizer) {
  EXPECT_THAT(problems_of(base + "training:\n  optimizer: {kind: sgd, nesterov: true}\n"),
              StartsWith("a.yaml:6:14: training.optimizer: nesterov needs momentum"));
}

TEST_F(ExperimentConfigFile, RejectsAnActivationListThatDoesNotFitTheLayers) {
  EXPECT_EQ(
      problems_of("data: circle\nmodels:\n  A:\n    hidden: [3, 4]\n    activation: [relu]\n  B: {activation: []}\n"),
      "a.yaml:5:17: models.A.activation: found 1 activations for 2 hidden layers; give one for each layer, or a "
      "single one for all\n"
      "a.yaml:6:19: models.B.activation: found 0 activations for 1 hidden layers; give one for each layer, or a "
      "single one for all");
}

TEST_F(ExperimentConfigFile, DoesNotCheckTheDefaultOfAnInvalidValue) {
  EXPECT_EQ(problems_of("data: csv\nmodels: {A: {hidden: [0, 1], activation: [relu, relu]}}\n"),
            "a.yaml:1:7: data.file: missing; this key must be given\n"
            "a.yaml:2:23: models.A.hidden[0]: found '0', expected an integer from 1 to 65536");
}

TEST_F(ExperimentConfigFile, RejectsNamesThatAreNotValidFileNames) {
  EXPECT_THAT(problems_of("name: a/b\n" + base),
              StartsWith("a.yaml:1:7: name: found 'a/b', expected a directory name"));
  EXPECT_THAT(problems_of("name: ..\n" + base), HasSubstr("a.yaml:1:7: name: found '..'"));
  EXPECT_EQ(problems_of("data: circle\nmodels:\n  a/b: {}\nrecord: {weights: true}\n"), "");
  EXPECT_THAT(problems_of("data: circle\nmodels:\n  '': {}\n"), StartsWith("a.yaml:3:3: models: found the name ''"));
}

TEST_F(ExperimentConfigFile, RejectsAnOverrideOfAnUnknownModel) {
  EXPECT_EQ(problems_of(base, {"models.LinearN.hidden=[8]"}),
            "command line: 'models.LinearN.hidden=[8]': models.LinearN.hidden: unknown model 'LinearN'; did you mean "
            "'LinearNN'? Known: LinearNN, NonLinearNN");
  EXPECT_EQ(load(base, {"models.Third={hidden: [8]}"}).base.models.size(), 3u);
}

TEST_F(ExperimentConfigFile, KeepsTheLinesOfARefusedTable) {
  write("rows.csv", ",x,\"a\nb\",y\n1,5,2020-01-01,u\n2,6,2020-01-02,v\n3,9,2020-01-03,u\n4,1,2020-01-04,v\n");
  EXPECT_EQ(problems_of("data: {kind: csv, file: rows.csv}\nmodels: {A: {}}\n"),
            "a.yaml:1:25: data: rows.csv: column 0 has no name in the header, as the row names of R and the index of "
            "pandas; to use it list it in columns or types\n"
            "rows.csv:3:a\\nb: has dates ('2020-01-01', …); leave it out, or count its days from the first: types: "
            "{2: date}\n"
            "To use it, set in data:\n"
            "  ignore: [0, 2]");
}

TEST_F(ExperimentConfigFile, RejectsEpochsToRecordThatNoPointReaches) {
  const std::string yaml = base + "training: {epochs: 5}\nrecord:\n  snapshots: {epochs: [0, 9999]}\n";
  EXPECT_EQ(
      problems_of(yaml),
      "a.yaml:7:23: record.snapshots.epochs: found 9999, but training ends after 5 epochs; give epochs from 0 to 5");
  EXPECT_EQ(problems_of(yaml + "sweep: {training.epochs: [5, 9999]}\n"), "");
}

TEST_F(ExperimentConfigFile, RejectsModelsThatMemoryCannotHold) {
  const std::string wide = "data: circle\nmodels:\n  A:\n    hidden: [65536" + [] {
    std::string rest;
    for (int i = 0; i < 2000; ++i) rest += ", 65536";
    return rest;
  }();
  EXPECT_THAT(problems_of(wide + "]\n"), testing::AllOf(StartsWith("a.yaml:4:13: models.A.hidden: use smaller layers:"),
                                                        HasSubstr("TB of memory")));
}

TEST_F(ExperimentConfigFile, SuggestsNamesOfOtherLibraries) {
  for (const auto& [theirs, ours] : std::vector<std::pair<std::string, std::string>>{{"none", "identity"},
                                                                                     {"None", "identity"},
                                                                                     {"ReLU", "relu"},
                                                                                     {"GELU", "gelu"},
                                                                                     {"LeakyReLU", "leaky_relu"},
                                                                                     {"leaky-relu", "leaky_relu"},
                                                                                     {"torch.nn.ReLU", "relu"},
                                                                                     {"nn.SiLU", "silu"},
                                                                                     {"F.log_softmax", "log_softmax"},
                                                                                     {"Hardswish", "hardswish"}}) {
    EXPECT_THAT(problems_of("data: circle\nmodels: {A: {activation: " + theirs + "}}\n"),
                HasSubstr("did you mean '" + ours + "'?"))
        << theirs;
  }
  EXPECT_THAT(problems_of(base + "training: {loss: CrossEntropyLoss}\n"), HasSubstr("did you mean 'cross_entropy'?"));
  EXPECT_THAT(problems_of(base + "training: {optimizer: AdamW}\n"), HasSubstr("did you mean 'adamw'?"));
  EXPECT_THAT(problems_of(base + "seed: 42\n"), HasSubstr("seed: unknown key 'seed'; did you mean 'seeds'?"));
}

// Points are drawn for a trial, and not to check a config or to show a plan.
TEST_F(ExperimentConfigFile, IsReadWithoutDrawingItsSamples) {
  const auto peak_kilobytes = [] {
    rusage usage{};
    getrusage(RUSAGE_SELF, &usage);
    return usage.ru_maxrss;
  };
  const long before = peak_kilobytes();
  load("data: {kind: circle, samples: 20000000}\nmodels: {A: {}}\n");  // 320 MB
  EXPECT_LT(peak_kilobytes() - before, 100'000);
}

TEST(RecordConfig, RecordsAboutAHundredPointsOfACurve) {
  RecordConfig record;
  EXPECT_EQ(record.interval(50), 1);
  EXPECT_EQ(record.interval(100), 1);
  EXPECT_EQ(record.interval(1000), 10);
  record.every = 7;
  EXPECT_EQ(record.interval(1000), 7);
}

}  // namespace
}  // namespace actlab
