#include "lab/tabulate/tabulate.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "core/error.h"
#include "fake_backend.h"
#include "lab/record/query.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

class Tabulation : public testing::Test {
 protected:
  TabulateConfig load(const std::string& text, const std::vector<std::string>& overrides = {}) {
    std::ofstream(directory_ / "table.yaml") << text;
    return load_tabulation(directory_ / "table.yaml", overrides);
  }
  std::vector<TabulatedValue> values(const std::string& text) {
    return FakeBackend().tabulate(load("tabulate: " + text));
  }
  std::string error_message(const std::string& text) {
    try {
      load(text);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  }

  TemporaryDirectory directory_;
};

TEST_F(Tabulation, AcceptsARangeThatIncludesItsEnds) {
  const auto all = values("{activations: relu, at: {from: -1, to: 1, points: 5}}");
  ASSERT_EQ(all.size(), 5u);
  EXPECT_EQ(all[0].x, -1);
  EXPECT_EQ(all[3].x, 0.5);
  EXPECT_EQ(all[4].x, 1);
}

TEST_F(Tabulation, IncludesParametersInTheNameOfAnActivation) {
  EXPECT_EQ(values("{activations: {leaky_relu: {negative_slope: 0.1}}, at: [1]}")[0].activation,
            "leaky_relu(negative_slope=0.1)");
}

TEST_F(Tabulation, IsRecordedAsARunThatCanBeQueriedAndRepeated) {
  const TabulateConfig first = load("{name: mine, tabulate: {activations: [relu, tanh], at: [-1, 3]}}");
  const auto run = record_table(first, FakeBackend().tabulate(first), {}, directory_ / "runs", {});
  EXPECT_EQ(run.parent_path(), directory_ / "runs" / "mine");
  EXPECT_EQ(Query(run).number("select value from tabulated where activation = 'relu' and x = 3"), 3);
  EXPECT_EQ(read_file(run / "tabulated.csv").substr(0, 48), "activation,line,place,x,value,d1\nrelu,0,0,-1,0,0");
  const TabulateConfig again = load_tabulation(run / "config.yaml");
  EXPECT_EQ(to_yaml(again), to_yaml(first));
}

TEST_F(Tabulation, ResolvesItsActivationsWithTheBackend) {
  TabulateConfig config = load("tabulate: {activations: [{script: x * x}, tanh], at: [1]}");
  FakeBackend backend;
  resolve_activations(config, backend);
  EXPECT_THAT(backend.calls, ElementsAre("script x * x"));
  backend.rejected = {"script x * x"};
  EXPECT_THROW(resolve_activations(config, backend), UsageError);
}

TEST_F(Tabulation, ReportsEveryProblemWithItsLocation) {
  const std::string message =
      error_message("tabulate:\n  activations: [relo]\n  at: [[1, 2], [3]]\n  derivatives: 4\n  colour: red\n");
  EXPECT_THAT(message, AllOf(HasSubstr("table.yaml:2:17"), HasSubstr("table.yaml:3:16"), HasSubstr("table.yaml:4:16"),
                             HasSubstr("table.yaml:5:3"), HasSubstr("relu")));
  EXPECT_THAT(error_message("tabulate: {activations: relu, at: 3}"), HasSubstr("found '3', expected numbers"));
  EXPECT_THAT(error_message("tabulate: {activations: relu}"), HasSubstr("tabulate.at"));
}

TEST_F(Tabulation, IsRecognizedByItsKey) {
  load("tabulate: {activations: relu, at: [1]}");
  EXPECT_TRUE(is_tabulation(directory_ / "table.yaml"));
  EXPECT_FALSE(is_tabulation(ACTLAB_SOURCE_DIR "/configs/circle.yaml"));
  EXPECT_FALSE(is_tabulation(directory_ / "missing.yaml"));
}

TEST_F(Tabulation, AcceptsOverrides) {
  const std::string text = "tabulate: {activations: relu, at: [1]}";
  EXPECT_THAT(load(text, {"tabulate.at=[5, 6]"}).at.lines(), ElementsAre(ElementsAre(5, 6)));
}

TEST(TabulationSchema, IsTheCommittedOne) {
  std::ifstream file(ACTLAB_SOURCE_DIR "/configs/tabulate.schema.json");
  EXPECT_EQ(nlohmann::json::parse(file), tabulation_schema())
      << "regenerate it with: runner schema tabulate > configs/tabulate.schema.json";
}

}  // namespace
}  // namespace actlab
