#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/config/sample.h"

namespace actlab {
namespace {

using ::testing::HasSubstr;

TEST(Reader, SetsGivenValuesAndKeepsOtherDefaults) {
  const Sample sample = load(
      "name: 'a b'\n"
      "training:\n"
      "  optimizer: {kind: sgd, momentum: 0.9}\n"
      "models:\n"
      "  Second: {hidden: [3, 4]}\n"
      "  First: {scales: [1, .5]}\n");
  EXPECT_EQ(sample.name, "a b");
  EXPECT_EQ(sample.training.epochs, 100);
  EXPECT_EQ(std::get<Sgd>(sample.training.optimizer).momentum, 0.9);
  EXPECT_EQ(std::get<Sgd>(sample.training.optimizer).lr, 0.1);
  ASSERT_EQ(sample.models.size(), 2u);
  EXPECT_EQ(sample.models[0].first, "Second");
  EXPECT_THAT(sample.models[0].second.hidden, ::testing::ElementsAre(3, 4));
  EXPECT_THAT(sample.models[1].second.hidden, ::testing::ElementsAre(10));
  EXPECT_THAT(sample.models[1].second.scales, ::testing::ElementsAre(1, 0.5));
}

TEST(Reader, ReadsAKindAloneAsItsDefaults) {
  EXPECT_TRUE(std::holds_alternative<Sgd>(load("{name: x, training: {optimizer: sgd}}").training.optimizer));
  EXPECT_TRUE(std::holds_alternative<Unit>(load("{name: x, training: {optimizer: unit}}").training.optimizer));
}

TEST(Reader, ListsEveryProblemInTheOrderOfTheFile) {
  EXPECT_EQ(problems_of("nam: x\n"
                        "loss: mes\n"
                        "training:\n"
                        "  epoch: 3\n"
                        "  epochs: 10.5\n"
                        "  optimizer: {kind: adam, beta: 1}\n"
                        "models:\n"
                        "  A: {hidden: 10, scales: [1, -2, .nan]}\n"
                        "  A: {hidden: [0, a]}\n"
                        "  B:\n"),
            "a.yaml:1:1: name: missing; this key must be given\n"
            "a.yaml:1:1: nam: unknown key 'nam'; did you mean 'name'? Known: loss, models, name, quiet, training\n"
            "a.yaml:2:7: loss: unknown loss 'mes'; did you mean 'mse'? Known: auto, cross_entropy, mse\n"
            "a.yaml:4:3: training.epoch: unknown key 'epoch'; did you mean 'epochs'? Known: epochs, optimizer\n"
            "a.yaml:5:11: training.epochs: found '10.5', expected an integer of at least 1\n"
            "a.yaml:6:33: training.optimizer.beta: found '1', expected a number of at least 0 and less than 1\n"
            "a.yaml:8:15: models.A.hidden: found '10', expected a list of integers: [10]\n"
            "a.yaml:8:31: models.A.scales[1]: found '-2', expected a number of at least 0\n"
            "a.yaml:8:35: models.A.scales[2]: found '.nan', expected a number of at least 0\n"
            "a.yaml:9:3: models.A: duplicate key; it is already given at a.yaml:8:3\n"
            "a.yaml:9:16: models.A.hidden[0]: found '0', expected an integer from 1 to 512\n"
            "a.yaml:9:19: models.A.hidden[1]: found 'a', expected an integer from 1 to 512\n"
            "a.yaml:10:3: models.B: found nothing, expected a mapping of keys to values");
}

TEST(Reader, ReportsTheKindsThatHaveAMisplacedField) {
  EXPECT_EQ(problems_of("name: x\ntraining: {optimizer: {kind: adam, momentum: 0.9}}"),
            "a.yaml:2:36: training.optimizer.momentum: 'momentum' is not a field of optimizer adam; it is one of sgd. "
            "Its fields: lr, beta");
  EXPECT_THAT(problems_of("name: x\ntraining: {optimizer: {kind: adam, bta: 0.9}}"),
              HasSubstr("'bta' is not a field of optimizer adam; did you mean 'beta'? Its fields: lr, beta"));
  EXPECT_THAT(problems_of("name: x\ntraining: {optimizer: {kind: unit, lr: 1}}"),
              HasSubstr("'lr' is not a field of optimizer unit, which has none"));
}

TEST(Reader, ReportsWhereAMisplacedKeyBelongs) {
  EXPECT_EQ(problems_of("name: x\nepochs: 3\nhidden: [3]\ntraining: {momentum: 0.9}"),
            "a.yaml:2:1: epochs: unknown key; write 'epochs' as training.epochs\n"
            "a.yaml:3:1: hidden: unknown key; write 'hidden' as models.NAME.hidden\n"
            "a.yaml:4:12: training.momentum: unknown key; write 'momentum' as training.optimizer.momentum");
}

TEST(Reader, SuggestsTheNearestKind) {
  EXPECT_EQ(problems_of("name: x\ntraining: {optimizer: {kind: adma}}"),
            "a.yaml:2:30: training.optimizer.kind: unknown optimizer 'adma'; did you mean 'adam'? "
            "Known: adam, sgd, table, unit");
  EXPECT_EQ(problems_of("name: x\ntraining: {optimizer: adma}"),
            "a.yaml:2:23: training.optimizer: unknown optimizer 'adma'; did you mean 'adam'? "
            "Known: adam, sgd, table, unit");
}

TEST(Reader, TakesFieldsWithoutAKindForThoseOfTheDefault) {
  EXPECT_EQ(std::get<Adam>(load("name: x\ntraining: {optimizer: {lr: 1}}").training.optimizer).lr, 1);
  EXPECT_THAT(problems_of("name: x\ntraining: {optimizer: {momentum: 1}}"),
              HasSubstr("'momentum' is not a field of optimizer adam; it is one of sgd"));
  EXPECT_THAT(problems_of("name: x\ntraining: {optimizer: [adam]}"), HasSubstr("found a list, expected one of sgd"));
}

TEST(Reader, SuggestsASiblingBeforeAKeyElsewhere) {
  EXPECT_THAT(problems_of("name: x\nmodel: {}"), HasSubstr("did you mean 'models'?"));
  EXPECT_THAT(problems_of("name: x\nlearning_rate: 1"), HasSubstr("write 'learning_rate' as training.optimizer.lr"));
  EXPECT_THAT(problems_of("name: x\ntraining: {Optimizer: SGD}"), HasSubstr("did you mean 'optimizer'?"));
  EXPECT_THAT(problems_of("name: x\ntraining: {optimizer: torch.optim.SGD}"), HasSubstr("did you mean 'sgd'?"));
}

TEST(Reader, SaysWhyANumberIsOutOfRange) {
  EXPECT_THAT(problems_of("name: x\ntraining: {epochs: 99999999999999999999}"),
              HasSubstr("this is too large: the largest integer is 9223372036854775807"));
  EXPECT_THAT(problems_of("name: x\ntraining: {epochs: 1e17}"), HasSubstr("all digits are needed"));
  EXPECT_THAT(problems_of("name: x\ntraining: {optimizer: {kind: sgd, lr: 1e999}}"), HasSubstr("range of float64"));
}

TEST(Reader, ShowsInvisibleCharacters) {
  EXPECT_THAT(problems_of("name: x\nl\u200boss: mse"), HasSubstr("unknown key 'l\\u200boss'; did you mean 'loss'?"));
  EXPECT_THAT(problems_of("name: x\nloss: 'ms\u00a0e'"), HasSubstr("unknown loss 'ms\\xa0e'"));
}

TEST(Reader, RequiresTheRequiredFieldsOfAKind) {
  EXPECT_EQ(problems_of("name: x\ntraining: {optimizer: table}"),
            "a.yaml:2:23: training.optimizer.file: missing; this key must be given");
}

TEST(Reader, RejectsTheWrongType) {
  EXPECT_EQ(problems_of("name: [x]"), "a.yaml:1:7: name: found a list, expected a string");
  EXPECT_EQ(problems_of("name:"), "a.yaml:1:1: name: found nothing, expected a string");
  EXPECT_THAT(problems_of("name: x\ntraining: 3"), HasSubstr("2:11: training: found '3', expected a mapping"));
  EXPECT_THAT(problems_of("name: x\nmodels: {}"), HasSubstr("2:9: models: found an empty mapping, expected a mapping"));
  EXPECT_THAT(problems_of("name: x\nmodels: [A]"), HasSubstr("2:9: models: found a list, expected a mapping"));
}

TEST(Writer, WritesEveryDefaultInTheOrderOfDeclaration) {
  EXPECT_EQ(resolved(load("{models: {A: {}}, training: {optimizer: sgd}, name: x}")),
            "name: x\n"
            "quiet: false\n"
            "loss: auto\n"
            "training:\n"
            "  epochs: 100\n"
            "  optimizer:\n"
            "    kind: sgd\n"
            "    lr: 0.1\n"
            "    momentum: 0\n"
            "models:\n"
            "  A:\n"
            "    hidden: [10]\n"
            "    scales: []\n");
}

TEST(Writer, RoundTripsEveryKind) {
  for (const char* optimizer : {"sgd", "{kind: adam, lr: 1e-300}", "{kind: table, file: 'null'}", "unit"}) {
    const std::string yaml = std::string("name: '007'\nquiet: true\nmodels: {'a: b': {scales: [0.1, 3e7]}}\n") +
                             "training: {optimizer: " + optimizer + "}\n";
    const std::string once = resolved(load(yaml));
    EXPECT_EQ(resolved(load(once)), once);
  }
}

}  // namespace
}  // namespace actlab
