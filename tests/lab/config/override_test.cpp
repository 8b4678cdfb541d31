#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "lab/config/sample.h"

namespace actlab {
namespace {

using ::testing::ElementsAre;
using ::testing::HasSubstr;

constexpr std::string_view base =
    "name: x\n"
    "training:\n"
    "  optimizer: {kind: adam, lr: 0.5, beta: 0.8}\n"
    "models:\n"
    "  A: {hidden: [3]}\n";

TEST(Override, SetsValuesOfEveryType) {
  const Sample sample = load(base, {"training.epochs=200", "models.A.hidden=[8, 9]", "quiet=true", "name=a b"});
  EXPECT_EQ(sample.training.epochs, 200);
  EXPECT_THAT(sample.models[0].second.hidden, ElementsAre(8, 9));
  EXPECT_TRUE(sample.quiet);
  EXPECT_EQ(sample.name, "a b");
}

TEST(Override, SetsKeysThatTheFileOmits) {
  const Sample sample = load("name: x", {"training.optimizer.lr=0.25"});
  EXPECT_EQ(std::get<Adam>(sample.training.optimizer).lr, 0.25);
}

TEST(Override, AddsAFieldToAKindWithoutFields) {
  const Sample sample = load("name: x\ntraining: {optimizer: sgd}", {"training.optimizer.momentum=0.5"});
  EXPECT_EQ(std::get<Sgd>(sample.training.optimizer).momentum, 0.5);
}

TEST(Override, ReplacesAWholeMapping) {
  const Sample sample = load(base, {"training.optimizer={kind: sgd, momentum: 0.5}"});
  EXPECT_EQ(std::get<Sgd>(sample.training.optimizer).lr, 0.1);
  EXPECT_EQ(std::get<Sgd>(sample.training.optimizer).momentum, 0.5);
}

TEST(Override, OfAKindStartsFromItsDefaults) {
  for (const char* assignment : {"training.optimizer.kind=sgd", "training.optimizer=sgd"}) {
    EXPECT_EQ(std::get<Sgd>(load(base, {assignment}).training.optimizer).lr, 0.1) << assignment;
  }
}

TEST(Override, OfAKindToItselfKeepsItsFields) {
  EXPECT_EQ(std::get<Adam>(load(base, {"training.optimizer.kind=adam"}).training.optimizer).lr, 0.5);
}

TEST(Override, IsIndependentOfTheOrder) {
  for (const char* kind : {"training.optimizer.kind=sgd", "training.optimizer=sgd"}) {
    EXPECT_EQ(resolved(load(base, {"training.optimizer.lr=2", kind})),
              resolved(load(base, {kind, "training.optimizer.lr=2"})));
    EXPECT_EQ(std::get<Sgd>(load(base, {"training.optimizer.lr=2", kind}).training.optimizer).lr, 2);
  }
}

TEST(Override, RejectsAFieldOfAnotherKind) {
  EXPECT_EQ(problems_of(base, {"training.optimizer=sgd", "training.optimizer.beta=0.5"}),
            "command line: 'training.optimizer.beta=0.5': training.optimizer.beta: 'beta' is not a field of optimizer "
            "sgd; it is one of adam. Its fields: lr, momentum");
}

TEST(Override, IsQuotedInItsProblems) {
  EXPECT_EQ(problems_of(base, {"training.epoch=3"}),
            "command line: 'training.epoch=3': training.epoch: unknown key 'epoch'; did you mean 'epochs'? "
            "Known: epochs, optimizer");
  EXPECT_EQ(problems_of(base, {"training.epochs=0"}),
            "command line: 'training.epochs=0': training.epochs: found '0', expected an integer of at least 1");
}

TEST(Override, ProblemsAreListedAfterThoseOfTheFile) {
  EXPECT_EQ(problems_of("name: x\nloss: 3", {"quiet=1"}),
            "a.yaml:2:7: loss: unknown loss '3'. Known: auto, cross_entropy, mse\n"
            "command line: 'quiet=1': quiet: found '1', expected true or false");
}

TEST(Override, MustBeAnAssignment) {
  for (const char* text : {"seeds", "=3", "a..b=1", ".a=1", "a.=1", ""}) {
    EXPECT_THAT(problems_of(base, {text}), HasSubstr("expected key.path=value, as in training.epochs=200")) << text;
  }
}

TEST(Override, MustHaveAYamlValue) {
  EXPECT_THAT(problems_of(base, {"name=[1"}), HasSubstr("command line: 'name=[1': name: the value is not valid YAML"));
  EXPECT_THAT(problems_of(base, {"name="}), HasSubstr("name: found nothing, expected a string"));
}

TEST(Override, IsRejectedIfGivenTwice) {
  EXPECT_EQ(problems_of(base, {"training.epochs=3", "training.epochs=4"}),
            "command line: 'training.epochs=4': training.epochs: given twice; also by "
            "command line: 'training.epochs=3'");
}

TEST(Override, CannotAddAKeyToAScalar) {
  EXPECT_EQ(problems_of(base, {"models.A.hidden.0=5"}),
            "command line: 'models.A.hidden.0=5': models.A.hidden.0: models.A.hidden is a list, whose items have no "
            "keys; give the whole list");
  EXPECT_EQ(problems_of(base, {"name.x=5"}),
            "command line: 'name.x=5': name: found the key 'x' in it, expected a string");
}

TEST(Override, FindsKeysWithDots) {
  const Sample sample = load("name: x\nmodels:\n  relu 0.1: {}\n", {"models.relu 0.1.hidden=[4]"});
  ASSERT_EQ(sample.models.size(), 1u);
  EXPECT_THAT(sample.models[0].second.hidden, ElementsAre(4));
}

TEST(Locate, ReturnsTheNearestExistingParent) {
  const Node root = parse_yaml(base, "a.yaml");
  EXPECT_EQ(to_string(locate(root, "training.optimizer.lr")), "a.yaml:3:31");
  EXPECT_EQ(to_string(locate(root, "training.optimizer.eps")), "a.yaml:3:14");
  EXPECT_EQ(to_string(locate(root, "seeds")), "a.yaml:1:1");
}

TEST(WithLocations, PointsResolvedValuesAtTheSource) {
  const Node root = parse_yaml("name: x\ntraining: {optimizer: sgd}", "a.yaml");
  Sample sample = load("name: x\ntraining: {optimizer: sgd}");
  const Node node = with_locations(write_config(declaration_of(sample)), root);
  EXPECT_EQ(to_string(locate(node, "training.optimizer.lr")), "a.yaml:2:23");
  EXPECT_EQ(to_string(locate(node, "training.epochs")), "a.yaml:2:11");
  EXPECT_EQ(to_string(locate(node, "name")), "a.yaml:1:7");
}

}  // namespace
}  // namespace actlab
