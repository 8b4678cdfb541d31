#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "lab/experiment/config_text.h"

namespace actlab {
namespace {

using testing::HasSubstr;

std::string with_layers(const std::string& layers) {
  return "data: {kind: circle, samples: 10, test_samples: 0}\n"
         "models:\n"
         "  A:\n"
         "    hidden: [1]\n"
         "    init: {kind: explicit, layers: " +
         layers + "}\n";
}

std::string error_message(const std::string& layers) {
  try {
    experiment_of(with_layers(layers));
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(ExplicitWeights, AreUnchangedInTheResolvedConfig) {
  const Experiment experiment =
      experiment_of(with_layers("[{weight: [[0.1, -2]], bias: [3]}, {weight: [[1], [2]], bias: [0, 1e-3]}]"));
  EXPECT_THAT(to_flow(experiment.resolved),
              HasSubstr("layers: [{weight: [[0.1, -2]], bias: [3]}, {weight: [[1], [2]], bias: [0, 0.001]}]"));
}

TEST(ExplicitWeights, MustFitDataAndHiddenLayers) {
  EXPECT_THAT(
      error_message("[{weight: [[1, 2, 3]], bias: [0]}, {weight: [[1], [2]], bias: [0, 0]}]"),
      HasSubstr(":5:36: models.A.init.layers: found the weights of a 3-1-2 network, but the data and `hidden` need "
                "2-1-2"));
  EXPECT_THAT(error_message("[{weight: [[1, 2]], bias: [0]}, {weight: [[1, 2]], bias: [0]}]"),
              HasSubstr("a layer has 2 inputs, but the layer before it has 1 outputs"));
}

TEST(ExplicitWeights, ReportWhichLayerOrRowIsInvalid) {
  EXPECT_THAT(error_message("[{weight: [[1, x]], bias: [0]}]"), HasSubstr("init.layers[0].weight[0][1]: found 'x'"));
  EXPECT_THAT(error_message("[{weight: [[1, 2], [3]], bias: [0, 0]}]"),
              HasSubstr("init.layers[0].weight[1]: found 1 weights, but the first row has 2"));
  EXPECT_THAT(error_message("[{weight: [[1, 2]], bias: [0, 0]}]"),
              HasSubstr("init.layers[0].weight: found 1 rows, expected a list of 2 rows, one for each bias"));
  EXPECT_THAT(error_message("[{weight: [[1, 2]]}]"),
              HasSubstr("init.layers[0]: expected {weight: [[…], …], bias: […]}"));
  EXPECT_THAT(error_message("3"), HasSubstr("init.layers: found '3', expected a list of layers"));
}

TEST(ExplicitWeights, AreRequiredByAnExplicitInit) {
  try {
    experiment_of("data: circle\nmodels: {A: {init: explicit}}\n");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("models.A.init.layers: missing; this key must be given"));
  }
}

TEST(NoTraining, IsShortForNoEpochs) {
  const Experiment experiment = experiment_of("data: circle\nmodels: {A: {}}\ntraining: none\n");
  EXPECT_EQ(experiment.base.training.epochs, 0);
  EXPECT_THAT(to_flow(experiment.resolved), HasSubstr("training: {epochs: 0,"));
}

}  // namespace
}  // namespace actlab
