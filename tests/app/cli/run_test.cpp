#include <fmt/format.h>
#include <gmock/gmock.h>

#include <nlohmann/json.hpp>
#include <sstream>

#include "app/cli/exit_code.h"
#include "app/cli/plain_command.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;
using testing::ContainsRegex;
using testing::ElementsAre;
using testing::EndsWith;
using testing::HasSubstr;
using testing::IsEmpty;
using testing::Not;
using testing::StartsWith;

std::string last_line(const std::string& text) {
  const std::size_t end = text.find_last_not_of('\n');
  return text.substr(text.rfind('\n', end) + 1, end - text.rfind('\n', end));
}

class RunVerb : public WorkingDirectory {};

TEST_F(RunVerb, TrainsAndPrintsTheDirectoryOfTheRun) {
  const CommandResult result = run_command({"circle.yaml"});
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_THAT(result.out, HasSubstr("Linear "));
  EXPECT_THAT(result.out, HasSubstr("Bent − Linear"));
  EXPECT_THAT(last_line(result.out), StartsWith("runs/circle/"));
  for (const char* file :
       {"config.yaml", "provenance.json", "run.sqlite", "trials.csv", "curves.csv", "summary.json", "log.txt"}) {
    EXPECT_TRUE(fs::is_regular_file(fs::path(last_line(result.out)) / file)) << file;
  }
}

TEST_F(RunVerb, DescribesTheRunOnStderrAndInTheLog) {
  const CommandResult result = run_command({"circle.yaml", "--jobs", "3", "--out", "run"});
  for (const std::string& text : {result.error, read_file("run/log.txt")}) {
    EXPECT_THAT(text, HasSubstr("2 models × 4 seeds = 8 trials"));
    EXPECT_THAT(text, HasSubstr("circle, 50 samples"));
    EXPECT_THAT(text, HasSubstr("2-4-2 relu, 22 parameters"));
    EXPECT_THAT(text, ContainsRegex("engine +[a-z]+"));
    EXPECT_THAT(text, ContainsRegex("threads +3"));
  }
}

TEST_F(RunVerb, IsTheDefaultVerb) {
  EXPECT_EQ(run_command({"run", "circle.yaml", "--out", "a"}).code, exit_done);
  EXPECT_EQ(run_command({"--out", "b", "circle.yaml"}).code, exit_done);
  EXPECT_EQ(trials_without_seconds("a"), trials_without_seconds("b"));
}

TEST_F(RunVerb, GivesTheSameBytesForAnyNumberOfJobs) {
  run_command({"circle.yaml", "--jobs", "1", "--out", "one"});
  run_command({"circle.yaml", "--jobs", "5", "--out", "five"});
  EXPECT_EQ(trials_without_seconds("one"), trials_without_seconds("five"));
  EXPECT_EQ(read_file("one/curves.csv"), read_file("five/curves.csv"));
  EXPECT_EQ(read_file("one/summary.json"), read_file("five/summary.json"));
}

TEST_F(RunVerb, AcceptsOverridesOfAnyKey) {
  const CommandResult result = run_command({"circle.yaml", "seeds=2", "models.Bent.activation=tanh", "--out", "run"});
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_THAT(result.error, HasSubstr("2-4-2 tanh"));
  EXPECT_THAT(read_file("run/config.yaml"), HasSubstr("seeds: 2"));
}

TEST_F(RunVerb, RunsAgainFromTheConfigItWrote) {
  run_command({"circle.yaml", "--out", "first"});
  EXPECT_EQ(run_command({"first/config.yaml", "--out", "second"}).code, exit_done);
  EXPECT_EQ(read_file("first/summary.json"), read_file("second/summary.json"));
  EXPECT_EQ(read_file("first/config.yaml"), read_file("second/config.yaml"));
}

TEST_F(RunVerb, DryRunDescribesTheRunAndCreatesNothing) {
  const CommandResult result = run_command({"circle.yaml", "--dry-run", "--out", "run"});
  EXPECT_EQ(result.code, exit_done);
  EXPECT_THAT(result.out, HasSubstr("8 trials"));
  EXPECT_THAT(files(), ElementsAre("circle.yaml"));
}

TEST_F(RunVerb, ARefusedTableLeavesNothingAndItsProposalTrains) {
  std::ofstream("rows.csv") << ",x,town,y\n1,5,a,no\n2,?,b,yes\n3,9,a,no\n4,1,b,yes\n5,NA,a,no\n6,2,a,yes\n";
  std::ofstream("rows.yaml") << "data: {kind: csv, file: rows.csv}\nmodels: {A: {hidden: [3]}}\nseeds: 1\n"
                                "training: {epochs: 1}\n";
  const auto before = files();
  for (const char* const option : {"--no-report", "--dry-run"}) {
    const CommandResult refused = run_command({"rows.yaml", option});
    EXPECT_EQ(refused.code, 2);
    EXPECT_EQ(files(), before);
    EXPECT_THAT(refused.error, HasSubstr("To use it, set in data:\n  ignore: [0]\n"
                                         "  missing: {values: [NA, \"?\"], rows: drop}\n"));
  }
  std::ofstream("rows.yaml") << "data:\n  kind: csv\n  file: rows.csv\n  ignore: [0]\n"
                                "  missing: {values: [NA, \"?\"], rows: drop}\nmodels: {A: {hidden: [3]}}\nseeds: 1\n"
                                "training: {epochs: 1}\n";
  const CommandResult trained = run_command({"rows.yaml", "--out", "run", "--no-report"});
  EXPECT_EQ(trained.code, 0) << trained.error;
  EXPECT_THAT(read_file("run/log.txt"),
              HasSubstr("csv rows.csv: 4 rows, 2 features (x, town), 4 inputs, classes no (2), "
                        "yes (2)"));
  EXPECT_THAT(read_file("run/log.txt"), HasSubstr("dropped 2 of 6 rows, which have missing cells: x (2)"));
}

TEST_F(RunVerb, QuietPrintsOnlyTheResult) {
  const CommandResult result = run_command({"circle.yaml", "--quiet", "--out", "run"});
  EXPECT_THAT(result.error, IsEmpty());
  EXPECT_THAT(result.out, StartsWith("accuracy"));
  EXPECT_EQ(last_line(result.out), "run");
  EXPECT_THAT(read_file("run/log.txt"), HasSubstr("8 trials"));
}

TEST_F(RunVerb, PrintsALineForEachPointOfASweep) {
  const CommandResult result = run_command({"circle.yaml", "sweep.training.optimizer.lr=[0.1, 0.01]", "--out", "run"});
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_THAT(result.out, ContainsRegex("0.1 +Bent"));
  EXPECT_THAT(result.out, ContainsRegex("0.01 +Bent"));
  EXPECT_THAT(read_file("run/trials.csv"), HasSubstr(",seconds,training.optimizer.lr\n"));
}

TEST_F(RunVerb, ComparesRmseForRegression) {
  const CommandResult result =
      run_command({"circle.yaml", "data={kind: sine, samples: 30, test_samples: 10}", "--out", "run"});
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_THAT(result.out, StartsWith("RMSE"));
  EXPECT_EQ(nlohmann::json::parse(read_file("run/summary.json"))["metric"], "rmse");
}

TEST_F(RunVerb, ReportsDivergedTrialsAndSucceeds) {
  const CommandResult result =
      run_command({"circle.yaml", "training.optimizer={kind: sgd, lr: 1e30}", "training.epochs=20", "--out", "run"});
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_THAT(result.out, HasSubstr("diverged"));
  EXPECT_THAT(result.out, ContainsRegex("4 at epochs? [0-9]"));
  EXPECT_THAT(read_file("run/trials.csv"), HasSubstr("Linear,0,diverged,"));
  EXPECT_TRUE(nlohmann::json::accept(read_file("run/summary.json")));
}

TEST_F(RunVerb, PrintsTheResultOfAFinishedRunAgain) {
  const CommandResult first = run_command({"circle.yaml", "--out", "run"});
  const std::string trials = read_file("run/trials.csv");
  const CommandResult second = run_command({"circle.yaml", "--out", "run"});
  EXPECT_EQ(second.code, exit_done);
  EXPECT_EQ(second.out, first.out);
  EXPECT_THAT(second.error, HasSubstr("8 of 8 trials are recorded"));
  EXPECT_EQ(read_file("run/trials.csv"), trials) << "nothing is trained again: even the seconds are the same";
}

TEST_F(RunVerb, KeepsWeightsIfConfigured) {
  run_command({"circle.yaml", "record.weights=true", "--out", "run"});
  EXPECT_TRUE(fs::is_regular_file("run/weights/Linear-3.pt"));
}

TEST_F(RunVerb, WritesEventFilesIfConfigured) {
  run_command({"circle.yaml", "record.tensorboard=true", "--out", "run"});
  EXPECT_TRUE(std::filesystem::exists("run/tensorboard/Bent-3/events.out.tfevents.actlab"));
  run_command({"circle.yaml", "--out", "without"});
  EXPECT_FALSE(std::filesystem::exists("without/tensorboard"));
}

TEST_F(RunVerb, DoesNotContinueOnChangedData) {
  std::string rows = "x,y,class\n";
  for (int i = 0; i < 30; ++i) rows += fmt::format("{},{},{}\n", i * 7 % 30, i * 11 % 30, i % 2 == 0 ? "a" : "b");
  std::ofstream("rows.csv") << rows;
  std::ofstream("rows.yaml") << "data: {kind: csv, file: rows.csv}\nmodels: {A: {hidden: [2]}}\n"
                                "training: {epochs: 1}\nseeds: 2\n";
  ASSERT_EQ(run_command({"rows.yaml", "--out", "run"}).code, exit_done);
  std::ofstream("rows.csv") << rows << "1,2,b\n";
  for (const bool resume : {false, true}) {
    std::vector<std::string> arguments{"rows.yaml", "--out", "run"};
    if (resume) arguments.emplace_back("--resume");
    const CommandResult result = run_command(arguments);
    EXPECT_EQ(result.code, exit_bad_input);
    EXPECT_THAT(result.error, ContainsRegex("rows.csv: its content has changed since the run in run began: the hash .* "
                                            "was [0-9a-f]{32} and is [0-9a-f]{32} now"));
  }
  std::ofstream("rows.csv") << rows;
  EXPECT_EQ(run_command({"rows.yaml", "--out", "run"}).code, exit_done);
}

TEST_F(RunVerb, NeverChangesTheWorkingDirectory) {
  const fs::path before = fs::current_path();
  run_command({"circle.yaml"});
  EXPECT_EQ(fs::current_path(), before);
}

struct BadInput {
  const char* description;
  std::vector<std::string> arguments;
  std::vector<std::string> expected;  // parts of the message
};

class BadInputTest : public WorkingDirectory, public testing::WithParamInterface<BadInput> {};

TEST_P(BadInputTest, IsRejectedWithOneMessageAndCreatesNothing) {
  const CommandResult result = run_command(GetParam().arguments);
  EXPECT_EQ(result.code, exit_bad_input);
  EXPECT_THAT(result.out, IsEmpty());
  EXPECT_THAT(result.error, StartsWith("error: "));
  for (const std::string& part : GetParam().expected) EXPECT_THAT(result.error, HasSubstr(part));
  EXPECT_THAT(files(), ElementsAre("circle.yaml"));
}

INSTANTIATE_TEST_SUITE_P(
    CommandLine, BadInputTest,
    testing::Values(
        BadInput{"no_arguments", {}, {"runner --help"}},  //
        BadInput{"an_unknown_verb", {"gradchek"}, {"gradchek", "did you mean 'gradcheck'"}},
        BadInput{"a_missing_file", {"circel.yaml"}, {"circel.yaml", "did you mean 'circle.yaml'"}},
        BadInput{"a_directory", {"."}, {"is a directory"}},
        BadInput{"an_override_before_the_file", {"seeds=3"}, {"runner CONFIG.yaml seeds=3"}},
        BadInput{"an_override_without_a_value", {"circle.yaml", "seeds"}, {"'seeds'", "key.path=value"}},
        BadInput{"an_unknown_key", {"circle.yaml", "training.epoch=3"}, {"training.epoch", "did you mean 'epochs'"}},
        BadInput{
            "every_problem_at_once", {"circle.yaml", "training.epochs=-1", "seeds=x"}, {"training.epochs", "seeds"}},
        BadInput{"an_unknown_option", {"circle.yaml", "--jbos", "2"}, {"--jbos", "did you mean '--jobs'"}},
        BadInput{"no_jobs", {"circle.yaml", "--jobs", "0"}, {"--jobs", "0"}},
        BadInput{"jobs_that_are_not_a_number", {"circle.yaml", "--jobs", "many"}, {"--jobs", "many"}},
        BadInput{"resuming_without_a_run", {"circle.yaml", "--resume"}, {"no unfinished run of circle"}},
        BadInput{"resuming_a_missing_directory",
                 {"circle.yaml", "--resume", "--out", "run"},
                 {"run contains no run to resume"}},
        BadInput{"a_directory_with_other_files", {"circle.yaml", "--out", "."}, {"nothing is overwritten"}},
        BadInput{"a_file_as_directory", {"circle.yaml", "--out", "circle.yaml"}, {"circle.yaml"}},
        BadInput{"a_directory_that_cannot_be_created", {"circle.yaml", "--out", "/dev/null/run"}, {"/dev/null/run"}}),
    [](const auto& test) { return test.param.description; });

}  // namespace
}  // namespace actlab
