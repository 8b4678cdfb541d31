#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/experiment/config_file.h"

namespace actlab {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;
using ::testing::Pair;
using ::testing::StartsWith;

const std::string header =
    "data: {kind: circle, samples: 20, test_samples: 10}\n"
    "models:\n"
    "  LinearNN: {activation: identity}\n"
    "  NonLinearNN: {hidden: [3, 4], activation: [relu, tanh]}\n"
    "training: {optimizer: {kind: adam, lr: 0.5}}\n";

class Sweeps : public ConfigFile {};

TEST_F(Sweeps, CombineAllValuesWithTheLastKeyFastest) {
  const Experiment experiment =
      load(header + "sweep: {training.optimizer.lr: [0.10, 1e-2], models.LinearNN.hidden: [[5], [6, 7]]}\n");
  ASSERT_EQ(experiment.points.size(), 4u);
  EXPECT_THAT(experiment.points[0].values,
              ElementsAre(Pair("training.optimizer.lr", "0.10"), Pair("models.LinearNN.hidden", "[5]")));
  EXPECT_THAT(experiment.points[1].values,
              ElementsAre(Pair("training.optimizer.lr", "0.10"), Pair("models.LinearNN.hidden", "[6, 7]")));
  EXPECT_THAT(experiment.points[2].values,
              ElementsAre(Pair("training.optimizer.lr", "0.01"), Pair("models.LinearNN.hidden", "[5]")));
  EXPECT_EQ(std::get<Adam>(experiment.points[3].config.training.optimizer).lr, 0.01);
  EXPECT_THAT(experiment.points[3].config.models[0].second.hidden, ElementsAre(6, 7));
  EXPECT_EQ(std::get<Adam>(experiment.base.training.optimizer).lr, 0.5);
}

TEST_F(Sweeps, CanCombineKindsWithTheirFields) {
  const Experiment experiment =
      load(header + "sweep: {training.optimizer.lr: [2, 3], training.optimizer: [sgd, {kind: adam, beta1: 0.5}]}\n");
  ASSERT_EQ(experiment.points.size(), 4u);
  EXPECT_EQ(std::get<Sgd>(experiment.points[0].config.training.optimizer).lr, 2);
  EXPECT_EQ(std::get<Adam>(experiment.points[3].config.training.optimizer).lr, 3);
  EXPECT_EQ(std::get<Adam>(experiment.points[3].config.training.optimizer).beta1, 0.5);
}

TEST_F(Sweeps, OverAKindUseTheDefaultsOfTheKind) {
  const Experiment experiment = load(header + "sweep: {training.optimizer.kind: [adam, sgd]}\n");
  EXPECT_EQ(std::get<Adam>(experiment.points[0].config.training.optimizer).lr, 0.5);
  EXPECT_EQ(std::get<Sgd>(experiment.points[1].config.training.optimizer).lr, Sgd{}.lr);
}

TEST_F(Sweeps, CanBeGivenOnTheCommandLine) {
  const Experiment experiment = load(header, {"sweep.training.optimizer.lr=[1, 2]", "sweep.training.epochs=[3]"});
  ASSERT_EQ(experiment.points.size(), 2u);
  EXPECT_THAT(experiment.points[1].values,
              ElementsAre(Pair("training.optimizer.lr", "2"), Pair("training.epochs", "3")));
}

TEST_F(Sweeps, KeepTheLossAutoIfItDiffersBetweenPoints) {
  EXPECT_EQ(load(header + "sweep: {data: [circle, sine]}\n").base.training.loss, "auto");
  EXPECT_EQ(load(header + "sweep: {data: [circle, spiral]}\n").base.training.loss, "cross_entropy");
}

TEST_F(Sweeps, ReportAllUnknownPathsAndInvalidValues) {
  EXPECT_EQ(
      problems_of(header + "sweep:\n"
                           "  training.optimizr.lr: [0.1, 0.2]\n"
                           "  training.optimizer.lr: [0.1, -1, fast]\n"
                           "  models.LinearNN.hidden: [[5], 6]\n"
                           "  training.optimizer.momentum: [0.9, 0.8]\n"
                           "  data.samples.x: [1]\n"),
      "a.yaml:7:3: training.optimizr: unknown key 'optimizr'; did you mean 'optimizer'? Known: batch_size, decay, "
      "epochs, loss, optimizer\n"
      "a.yaml:8:32: training.optimizer.lr: found '-1', expected a number greater than 0\n"
      "a.yaml:8:36: training.optimizer.lr: found 'fast', expected a number greater than 0\n"
      "a.yaml:9:33: models.LinearNN.hidden: found '6', expected a list of integers: [6]\n"
      "a.yaml:10:3: training.optimizer.momentum: 'momentum' is not a field of optimizer adam; it is one of sgd, "
      "rmsprop. Its fields: lr, beta1, beta2, eps, weight_decay\n"
      "a.yaml:11:3: data.samples: found the key 'x' in it, expected an integer from 1 to 100000000");
}

TEST_F(Sweeps, RejectUnknownModels) {
  EXPECT_THAT(problems_of(header + "sweep: {models.LinearN.hidden: [[5]]}\n"),
              StartsWith("a.yaml:6:9: models.LinearN.hidden: unknown model 'LinearN'; did you mean 'LinearNN'?"));
}

TEST_F(Sweeps, RejectEverythingButListsOfDifferentValues) {
  EXPECT_EQ(problems_of(header + "sweep: {training.epochs: 5, training.decay: [], data.samples: [9, 9]}\n"),
            "a.yaml:6:26: sweep.training.epochs: found '5', expected a list of values: [5]\n"
            "a.yaml:6:45: sweep.training.decay: found an empty list, expected a list of values\n"
            "a.yaml:6:67: sweep.data.samples[1]: 9 occurs twice");
  EXPECT_THAT(problems_of(header + "sweep: 3\n"), HasSubstr("sweep: found '3', expected a mapping from keys to lists"));
}

TEST_F(Sweeps, RejectKeysOfTheRunWithAReason) {
  for (const char* path : {"name", "seeds", "seeds.count", "sweep", "record", "record.every", "engine", "models",
                           "statistics", "statistics.interval"}) {
    EXPECT_THAT(problems_of(header + "sweep: {" + path + ": [1]}\n"),
                StartsWith(std::string("a.yaml:6:9: sweep.") + path + ": '" + path + "' cannot be swept: "))
        << path;
  }
}

TEST_F(Sweeps, RejectKeysThatTheCommandLineSets) {
  EXPECT_EQ(
      problems_of(header + "sweep: {training.optimizer: [sgd]}\n", {"training.optimizer.lr=1"}),
      "a.yaml:6:9: sweep.training.optimizer: also set by command line: 'training.optimizer.lr=1', which the sweep "
      "would override; remove one of them");
  EXPECT_EQ(problems_of(header + "sweep: {training.optimizer.lr: [1]}\n", {"training.optimizer=sgd"}), "");
}

TEST_F(Sweeps, OnTheCommandLineHaveAPlaceInMessages) {
  EXPECT_THAT(problems_of(header, {"sweep.training.epochs=[1]", "sweep.name=[a]"}),
              StartsWith("command line: 'sweep.name=[a]': sweep.name: 'name' cannot be swept: "));
  std::string many = "sweep.data.noise=[0";
  for (int i = 1; i < 400; ++i) many += fmt::format(", {}", i * 1e-4);
  std::string rates = many;
  rates.replace(0, std::string("sweep.data.noise").size(), "sweep.training.optimizer.lr");
  rates.replace(rates.find("[0,"), 3, "[9,");
  EXPECT_THAT(problems_of(header, {many + "]", rates + "]"}), StartsWith("command line: 'sweep.data.noise=[0"));
}

TEST_F(Sweeps, RejectCombinationsThatDoNotFit) {
  EXPECT_EQ(problems_of(header + "sweep: {models.NonLinearNN.hidden: [[3, 4], [5]]}\n"),
            "a.yaml:4:45: models.NonLinearNN.activation: found 2 activations for 1 hidden layers; give one for each "
            "layer, or a single one for all");
  EXPECT_THAT(problems_of(header + "sweep: {training.loss: [mse, bce], data: [circle, spiral]}\n"),
              HasSubstr("a.yaml:6:30: training.loss: 'bce' needs 2 classes"));
}

TEST_F(Sweeps, RejectValuesThatAreEqualWhenRead) {
  EXPECT_EQ(problems_of(header + "sweep: {training.optimizer.lr: [1e-3, 0.1, 0.001]}\n"),
            "a.yaml:6:44: sweep.training.optimizer.lr[2]: 0.001 occurs twice");
  EXPECT_THAT(problems_of(header + "sweep: {training.optimizer: [sgd, {kind: sgd, lr: 0.01}]}\n"),
              HasSubstr("a.yaml:6:35: sweep.training.optimizer[1]: {kind: sgd, lr: 0.01} means the same as sgd"));
  EXPECT_THAT(problems_of(header + "sweep: {models.LinearNN.activation: [identity, linear]}\n"),
              HasSubstr("linear means the same as identity"));
  EXPECT_EQ(problems_of(header + "sweep: {training.optimizer: [sgd, adam], training.optimizer.lr: [1, 2]}\n"), "");
}

TEST_F(Sweeps, MoveZippedKeysTogether) {
  const std::string zip =
      "sweep: {data.samples: [5, 6], zip: {training.optimizer.lr: [1, 2, 2], training.epochs: [7, 7, 9]}}\n";
  const Experiment experiment = load(header + zip);
  ASSERT_EQ(experiment.points.size(), 6u);
  EXPECT_THAT(experiment.points[4].values,
              ElementsAre(Pair("data.samples", "6"), Pair("training.optimizer.lr", "2"), Pair("training.epochs", "7")));
  const Experiment again = load(to_yaml(experiment.resolved));
  ASSERT_EQ(again.points.size(), 6u);
  EXPECT_EQ(again.points[5].values, experiment.points[5].values);
  EXPECT_EQ(load(header, {"sweep.zip.training.epochs=[1, 2]", "sweep.zip.training.optimizer.lr=[1, 2]"}).points.size(),
            2u);
  EXPECT_EQ(
      problems_of(header + "sweep: {zip: {training.epochs: [1, 2], data.samples: [3]}}\n"),
      "a.yaml:6:54: sweep.zip.data.samples: found 1 values, but training.epochs has 2; keys below zip need equally "
      "many");
}

TEST_F(Sweeps, AndOverridesCanNameAllModels) {
  const Experiment experiment = load(header + "sweep: {models.*.hidden: [[5, 5], [6, 6]]}\n");
  ASSERT_EQ(experiment.points.size(), 2u);
  for (const auto& model : experiment.points[1].config.models) EXPECT_THAT(model.second.hidden, ElementsAre(6, 6));
  EXPECT_EQ(load(to_yaml(experiment.resolved)).points[1].values, experiment.points[1].values);
  const Experiment one = load(header, {"models.*.hidden=[8, 8]", "models.LinearNN.hidden=[9]"});
  EXPECT_THAT(one.base.models[0].second.hidden, ElementsAre(9));
  EXPECT_THAT(one.base.models[1].second.hidden, ElementsAre(8, 8));
  EXPECT_THAT(problems_of(header, {"models.Conv*.hidden=[8]"}), HasSubstr("no model has a name like 'Conv*'"));
  EXPECT_THAT(problems_of(header + "sweep: {models.X*.hidden: [[8]]}\n"), HasSubstr("no model has a name like 'X*'"));
}

TEST_F(Sweeps, RejectTooManyCombinations) {
  std::string values = "[1";
  for (int i = 2; i <= 1000; ++i) values += ", " + std::to_string(i);
  values += "]";
  EXPECT_THAT(problems_of(header + "sweep: {training.epochs: " + values + ", data.samples: " + values + "}\n"),
              StartsWith("a.yaml:6:8: sweep: found more than 100000 combinations of values"));
}

}  // namespace
}  // namespace actlab
