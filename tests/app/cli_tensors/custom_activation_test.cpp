#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "app/cli/exit_code.h"
#include "app/cli_tensors/command.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// A config and a plugin in the folder configs of the working directory.
class CustomActivations : public WorkingDirectory {
 protected:
  CustomActivations() {
    fs::create_directory("configs");
    fs::create_symlink(ACTLAB_EXAMPLE_PLUGIN, "configs/libmine.so");
    std::ofstream("configs/mine.yaml")
        << "data: {kind: circle, samples: 50, test_samples: 50}\n"
           "models:\n"
           "  Plugin: {hidden: [4], activation: {plugin: libmine.so, op: my::bent_identity}}\n"
           "  Script: {hidden: [4], activation: {script: 0.5 * (torch.sqrt(x * x + 1) - 1) + x}}\n"
           "  Tanh: {hidden: [4], activation: tanh}\n"
           "training: {epochs: 5}\n"
           "seeds: 3\n";
  }
};

// The lines of a model in trials.csv, without its name and the seconds.
std::vector<std::string> results_of(const std::string& model, const fs::path& run) {
  std::ifstream lines(run / "trials.csv");
  std::vector<std::string> results;
  for (std::string line; std::getline(lines, line);) {
    if (line.starts_with(model + ",")) results.push_back(line.substr(model.size(), line.rfind(',') - model.size()));
  }
  return results;
}

TEST_F(CustomActivations, AreTrainedByTheEagerEngineAndTheReasonIsLogged) {
  const CommandResult result = run_command({"configs/mine.yaml", "--out", "run"});
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_THAT(
      result.error,
      AllOf(HasSubstr("Plugin: eager, because fused cannot: my::bent_identity is not an activation of the catalogue"),
            HasSubstr("Script: eager, because fused cannot: '0.5 * (torch.sqrt"), Not(HasSubstr("Tanh: eager")),
            HasSubstr("eager for 6 trials, fused for 3 trials")));
}

TEST_F(CustomActivations, WithTheSameFormulaHaveTheSameResults) {
  run_command({"configs/mine.yaml", "--out", "run"});
  EXPECT_EQ(results_of("Plugin", "run").size(), 3u);
  EXPECT_EQ(results_of("Plugin", "run"), results_of("Script", "run"));
}

TEST_F(CustomActivations, DoNotDependOnTheNumberOfJobs) {
  run_command({"configs/mine.yaml", "--jobs", "1", "--out", "one"});
  run_command({"configs/mine.yaml", "--jobs", "4", "--out", "four"});
  for (const char* model : {"Plugin", "Script"}) EXPECT_EQ(results_of(model, "one"), results_of(model, "four"));
}

TEST_F(CustomActivations, AreRejectedByTheFusedEngine) {
  const CommandResult result = run_command({"configs/mine.yaml", "engine=fused", "--out", "run"});
  EXPECT_EQ(result.code, exit_bad_input);
  EXPECT_THAT(
      result.error,
      HasSubstr("command line: 'engine=fused': engine fused cannot train model Plugin: my::bent_identity is not an "
                "activation of the catalogue"));
  EXPECT_FALSE(fs::exists("run"));
}

TEST_F(CustomActivations, RunAgainFromTheConfigOfTheRun) {
  run_command({"configs/mine.yaml", "--out", "run"});
  EXPECT_EQ(run_command({"run/config.yaml", "--out", "again"}).code, exit_done);
  EXPECT_EQ(results_of("Plugin", "run"), results_of("Plugin", "again"));
}

TEST_F(CustomActivations, CanBeSwept) {
  const CommandResult result = run_command({"circle.yaml", "--out", "run",
                                            "sweep.models.Bent.activation=[relu, {plugin: configs/libmine.so, op: "
                                            "my::bent_identity}, {script: torch.relu(x)}]"});
  EXPECT_EQ(result.code, exit_done) << result.error;
}

TEST_F(CustomActivations, CanSweepTheLibraryRelativeToTheConfig) {
  std::ofstream("configs/mine.yaml", std::ios::app) << "sweep: {models.Plugin.activation.plugin: [libmine.so]}\n";
  const CommandResult result = run_command({"configs/mine.yaml", "--out", "run"});
  EXPECT_EQ(result.code, exit_done) << result.error;
}

TEST_F(CustomActivations, OfTheExamplePluginTrain) {
  const CommandResult result =
      run_command({ACTLAB_SOURCE_DIR "/examples/plugin/bent_identity.yaml", "training.epochs=2", "seeds=2",
                   std::string("models.Plugin.activation.plugin=") + ACTLAB_EXAMPLE_PLUGIN, "--out", "run"});
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_EQ(results_of("Plugin", "run").size(), 2u);
  EXPECT_EQ(results_of("Plugin", "run"), results_of("Script", "run"));
}

TEST_F(CustomActivations, WithAMissingLibraryAreRejectedBeforeAnythingIsWritten) {
  const CommandResult result =
      run_command({"configs/mine.yaml", "models.Plugin.activation.plugin=libnone.so", "--out", "run"});
  EXPECT_EQ(result.code, exit_bad_input);
  EXPECT_THAT(result.error, AllOf(HasSubstr("libnone.so"), HasSubstr("no such file")));
  EXPECT_FALSE(fs::exists("run"));
}

}  // namespace
}  // namespace actlab
