#include "app/reproduce/reproduce.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <nlohmann/json.hpp>

#include "catalogue/activation.h"
#include "catalogue/kernels/isa.h"
#include "core/error.h"
#include "fake_backend.h"
#include "lab/experiment/load.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

const fs::path experiments = ACTLAB_SOURCE_DIR "/experiments";

class Reproduction : public testing::Test {
 protected:
  Reproduction() {
    fs::create_directories(directory_ / "experiments" / "mine");
    write("table.yaml", "name: table\ntabulate: {activations: relu, at: [-1, 2]}\n");
    write("train.yaml",
          "name: train\ndata: {kind: circle, samples: 20}\nmodels: {A: {hidden: [2]}}\ntraining: {epochs: 2}\nseeds: "
          "3\n");
  }
  void write(const std::string& file, const std::string& text) {
    std::ofstream(directory_ / "experiments" / "mine" / file) << text;
  }
  ExpectedExperiment load(const std::string& results, const std::string& runs = "{table: {config: table.yaml}}") {
    write("expected.yaml", "question: what?\nruns: " + runs + "\nresults: " + results + "\n");
    return load_expected(directory_ / "experiments", "mine");
  }
  std::vector<Verdict> reproduced(const ExpectedExperiment& expected, bool is_short = false) {
    const RunDirectories runs = run_experiment(
        expected, {.is_short = is_short, .jobs = 1, .runs = directory_ / "runs", .command = ""}, FakeBackend(), stop_);
    return verdicts(expected, runs, is_short, stop_);
  }
  std::string error_message(const std::string& results, const std::string& runs = "{table: {config: table.yaml}}") {
    try {
      load(results, runs);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  }

  TemporaryDirectory directory_;
  const std::atomic<bool> stop_ = false;
};

TEST_F(Reproduction, HoldsIfTheMeasurementIsWithinItsTolerance) {
  const auto all =
      reproduced(load("{a: {value: select sum(value) from tabulated, recorded: 2.5, within: 0.5},"
                      " b: {value: select sum(value) from tabulated, recorded: 2.6, within: 0.5, claimed: '3'}}"));
  ASSERT_EQ(all.size(), 2u);
  EXPECT_TRUE(all[0].holds);
  EXPECT_EQ(all[0].measured, 2);
  EXPECT_FALSE(all[1].holds);
  EXPECT_EQ(all[1].claimed, "3");
}

TEST_F(Reproduction, DoesNotHoldForNull) {
  EXPECT_FALSE(reproduced(load("{a: {value: select null, recorded: 0, within: 100}}"))[0].holds);
}

TEST_F(Reproduction, HasAShortFormWithItsOwnOverridesAndNumbers) {
  const auto expected = load(
      "{seeds: {value: select count(*) from trials, recorded: 5, within: 0, short: {recorded: 2, within: 0}},"
      " full: {value: select 1, recorded: 1, within: 0, full_only: true}}",
      "{train: {config: train.yaml, overrides: [seeds=5], short: [seeds=2]}}");
  const auto full = reproduced(expected);
  ASSERT_EQ(full.size(), 2u);
  EXPECT_EQ(full[0].measured, 5);
  EXPECT_TRUE(full[0].holds);
  const auto quick = reproduced(expected, true);
  ASSERT_EQ(quick.size(), 1u);
  EXPECT_EQ(quick[0].measured, 2);
  EXPECT_TRUE(quick[0].holds);
}

TEST_F(Reproduction, RunsAConfigOnItsInstructionSetAndRestoresTheDefault) {
  const Isa usual = current_isa();
  const auto expected = load(
      "{forced: {run: forced, value: \"select instr(provenance, 'baseline') > 0 from sessions\", recorded: 1, within: "
      "0}}",
      "{forced: {config: train.yaml, overrides: [instruction_set=baseline]}}");
  EXPECT_TRUE(reproduced(expected)[0].holds);
  EXPECT_EQ(current_isa(), usual);
}

TEST_F(Reproduction, CreatesViewsBeforeQueries) {
  const auto expected = load("{a: {value: select n from twice, recorded: 4, within: 0}}",
                             "{t: {config: table.yaml, views: 'create temp view twice as select 2 * 2 as n;'}}");
  EXPECT_TRUE(reproduced(expected)[0].holds);
}

TEST_F(Reproduction, ReportsProblemsOfAnExpectation) {
  EXPECT_THAT(error_message("{a: {value: select 1, recorded: 1, within: 0, run: tabel}}"), HasSubstr("table"));
  EXPECT_THAT(error_message("{a: {value: select 1, recorded: 1}}"), HasSubstr("within"));
  EXPECT_THAT(error_message("{a: {value: select 1, recorded: 1, within: -1}}"), HasSubstr("at least 0"));
  EXPECT_THAT(error_message("{a: {value: select 1, recorded: 1, within: 0}}", "{t: {config: none.yaml}}"),
              HasSubstr("does not exist"));
}

TEST_F(Reproduction, WritesOnlyFilesOfItsOwnFolder) {
  const std::string result = "{a: {value: select 1, recorded: 1, within: 0}}";
  for (const std::string name : {"../../../outside", "/etc/x", "..", "a/b", "README", ".hidden", "a b"})
    EXPECT_THAT(error_message(result + "\ntables: {'" + name + "': {rows: select 1}}"), HasSubstr("expected.yaml:4:"))
        << name;
  for (const std::string chart : {"../secret.json", "/etc/x.json"})
    EXPECT_THAT(error_message(result + "\npictures: {p: {chart: '" + chart + "', rows: select 1}}"),
                HasSubstr("cannot be the name of a file"))
        << chart;
  EXPECT_EQ(error_message(result + "\ntables: {ranking-1: {rows: select 1}}"), "");
}

TEST_F(Reproduction, ListsTheExperimentsForAnUnknownName) {
  load("{a: {value: select 1, recorded: 1, within: 0}}");
  try {
    load_expected(directory_ / "experiments", "main");
    FAIL();
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), AllOf(HasSubstr("main"), HasSubstr("mine")));
  }
}

TEST(Experiments, AreInTheOrderOfTheReadme) {
  const auto names = experiment_names(experiments);
  EXPECT_EQ(names.front(), "values");
  EXPECT_EQ(names.back(), "which-activation");
  std::ifstream file(experiments / "README.md");
  const std::string readme{std::istreambuf_iterator<char>(file), {}};
  for (const std::string& name : names) EXPECT_THAT(readme, HasSubstr("(" + name + "/README.md)"));
}

TEST(Experiments, HaveAReadmeWithCommandAndCharts) {
  for (const std::string& name : experiment_names(experiments)) {
    const ExpectedExperiment expected = load_expected(experiments, name);
    std::ifstream file(expected.folder / "README.md");
    const std::string text{std::istreambuf_iterator<char>(file), {}};
    EXPECT_THAT(text, HasSubstr("scripts/runner reproduce " + name)) << name;
    for (const auto& [picture, unused] : expected.pictures) {
      EXPECT_THAT(text, HasSubstr("(" + picture + ".svg)")) << name;
      EXPECT_TRUE(fs::exists(expected.folder / (picture + ".svg"))) << name;
    }
  }
}

TEST(Experiments, IncludeEveryActivationIfTheyCompareTheCatalogue) {
  for (const char* file : {"spiral/activations.yaml", "which-activation/catalogue.yaml"}) {
    const Experiment experiment = load_experiment(experiments / file);
    std::vector<std::string_view> names;
    for (const auto& [name, model] : experiment.base.models)
      names.push_back(model.activation.for_layers(1)[0]->spec().name);
    for (const ActivationPtr& activation : catalogue())
      EXPECT_THAT(names, testing::Contains(activation->spec().name)) << file;
  }
}

TEST(ExpectedSchema, IsTheCommittedOne) {
  std::ifstream file(experiments / "schema.json");
  EXPECT_EQ(nlohmann::json::parse(file), expected_schema())
      << "regenerate it with: runner schema expected > experiments/schema.json";
}

}  // namespace
}  // namespace actlab
