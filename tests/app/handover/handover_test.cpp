// The installed runner: a program without LibTorch that is replaced by one with LibTorch if tensors are needed.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdlib>
#include <filesystem>
#include <iterator>

#include "app/cli/exit_code.h"
#include "app/cli/plain_command.h"
#include "catalogue/activation.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;
using testing::AllOf;
using testing::HasSubstr;
using testing::Not;

/// Runs a shell command in the working directory.
CommandResult run_shell(const std::string& command) {
  const int status = std::system(fmt::format("bash -c '{}' > out.txt 2> error.txt", command).c_str());
  return {WEXITSTATUS(status), read_file("out.txt"), read_file("error.txt")};
}

const std::string runner = ACTLAB_RUNNER;

std::ptrdiff_t entries_of(const char* folder) {
  return fs::exists(folder) ? std::distance(fs::directory_iterator(folder), fs::directory_iterator{}) : 0;
}

class Handover : public WorkingDirectory {};

TEST_F(Handover, IsNotNeededByTheFusedEngine) {
  fs::copy_file(runner, "runner");  // without runner-libtorch beside it
  for (const char* arguments : {"--version", "--help", "circle.yaml --out run", "report run", "schema experiment"}) {
    const CommandResult result = run_shell(fmt::format("./runner {}", arguments));
    EXPECT_EQ(result.code, exit_done) << arguments << result.error;
  }
  EXPECT_TRUE(fs::exists("run/report.html"));
}

TEST_F(Handover, IsNotNeededForAnyActivationOfTheFusedEngine) {
  fs::copy_file(runner, "runner");
  for (const ActivationPtr& activation : catalogue()) {
    if (!activation->compiled() || activation->is_random()) continue;
    const std::string name(activation->spec().name);
    const CommandResult result = run_shell(fmt::format("./runner circle.yaml models.Bent.activation={} --quiet", name));
    EXPECT_EQ(result.code, exit_done) << name << result.error;
  }
}

TEST_F(Handover, ReportsAMissingProgram) {
  fs::copy_file(runner, "runner");
  const CommandResult result = run_shell("./runner circle.yaml engine=eager");
  EXPECT_EQ(result.code, exit_not_done);
  EXPECT_THAT(result.error, AllOf(HasSubstr("needs LibTorch"), HasSubstr("/runner-libtorch")));
  EXPECT_FALSE(fs::exists("runs"));
}

TEST_F(Handover, HappensBeforeAnythingIsCreated) {
  std::ofstream("table.yaml") << "tabulate: {activations: tanh, at: [0, 1]}\n";
  std::ptrdiff_t runs = 0;
  for (const char* arguments :
       {"circle.yaml engine=eager", "circle.yaml models.Bent.activation=softmax", "circle.yaml record.weights=true",
        "circle.yaml models.Bent.activation=rrelu", "table.yaml", "<(cat circle.yaml)",
        "<(cat circle.yaml) engine=eager", "circle.yaml \"models.Bent.activation={script: x * x}\"",
        "circle.yaml record.outputs=true", "circle.yaml record.health=true"}) {
    const CommandResult result = run_shell(fmt::format("{} {} --out runs/{}", runner, arguments, runs));
    EXPECT_EQ(result.code, exit_done) << arguments << result.error;
    EXPECT_EQ(entries_of("runs"), ++runs) << arguments;
  }
  EXPECT_TRUE(fs::exists("runs/2/weights/Bent-0.pt"));
}

TEST_F(Handover, DoesNotRunAnExperimentTwice) {
  // The second experiment has tables of values, which need tensors.
  const CommandResult result = run_shell(fmt::format(
      "{} reproduce hand-tuned-sine values --short --experiments {}/experiments", runner, ACTLAB_SOURCE_DIR));
  EXPECT_EQ(result.code, exit_done) << result.error;
  ASSERT_GT(entries_of("runs"), 1);
  for (const auto& name : fs::directory_iterator("runs")) EXPECT_EQ(entries_of(name.path().c_str()), 1) << name.path();
}

TEST_F(Handover, KeepsTheCommandLine) {
  run_shell(fmt::format("{} circle.yaml engine=eager --out run", runner));
  EXPECT_THAT(read_file("run/provenance.json"), HasSubstr(runner + " circle.yaml engine=eager --out run"));
}

TEST_F(Handover, DoesNotShowInMessagesAboutBadInput) {
  for (const char* arguments :
       {"circle.yaml engine=eagr", "circle.yaml models.Bent.activation=rello", "gradcheck rello",
        "gradcheck --not-there", "\"circle.yaml\" \"models.Bent.activation={script: x[}\""}) {
    const CommandResult result = run_shell(fmt::format("{} {}", runner, arguments));
    EXPECT_EQ(result.code, exit_bad_input) << arguments;
    EXPECT_THAT(result.error, Not(HasSubstr("LibTorch"))) << arguments;
  }
  EXPECT_FALSE(fs::exists("runs"));
}

TEST_F(Handover, DoesNotShowInTheHelpOfAnyVerb) {
  for (const Verb& verb : plain_verbs()) {
    const CommandResult there = run_shell(fmt::format("{} {} --help", runner, verb.name));
    const CommandResult here = run_shell(fmt::format("{}-libtorch {} --help", runner, verb.name));
    EXPECT_EQ(there.code, exit_done) << verb.name << there.error;
    EXPECT_THAT(there.out, HasSubstr("--help")) << verb.name;
    EXPECT_EQ(there.out, here.out) << verb.name;
  }
}

TEST_F(Handover, IsNotNeededToFindOtherProblemsOfAConfigWithAScript) {
  fs::copy_file(runner, "runner");
  std::ofstream("table.yaml") << "tabulate: {activations: {script: x * x}, at: []}\n";
  for (const char* arguments :
       {"circle.yaml \"models.Bent.activation={script: x * x}\" training.epochs=-1",
        "circle.yaml \"models.Bent.activation={plugin: libmine.so, op: my::op}\" training.epochs=-1",
        "circle.yaml models.Bent.activation=softmax training.epochs=-1", "table.yaml"}) {
    const CommandResult result = run_shell(fmt::format("./runner {}", arguments));
    EXPECT_EQ(result.code, exit_bad_input) << arguments << result.error;
    EXPECT_THAT(result.error, HasSubstr("expected")) << arguments;
    EXPECT_THAT(result.error, Not(HasSubstr("LibTorch"))) << arguments;
  }
  EXPECT_FALSE(fs::exists("runs"));
}

TEST_F(Handover, FindsAllProblemsOfActivationsBeforeAnythingIsWritten) {
  std::ofstream("bad.yaml") << "data: {kind: circle, samples: 50}\n"
                               "models:\n"
                               "  A: {activation: {script: 'x['}}\n"
                               "  B: {activation: {plugin: libnone.so, op: my::op}}\n"
                               "  C: {activation: {softmax: {dim: 5}}}\n"
                               "  D: {activation: {rrelu: {lower: 0.5, upper: 0.1}}}\n";
  const CommandResult result = run_shell(fmt::format("{} bad.yaml", runner));
  EXPECT_EQ(result.code, exit_bad_input) << result.error;
  EXPECT_THAT(result.error, AllOf(HasSubstr("bad.yaml:3:28: models.A.activation.script: "),
                                  HasSubstr("bad.yaml:4:19: models.B.activation: "), HasSubstr("no such file"),
                                  HasSubstr("bad.yaml:5:29: models.C.activation.softmax: "),
                                  HasSubstr("bad.yaml:6:27: models.D.activation.rrelu: ")));
  EXPECT_FALSE(fs::exists("runs"));
}

}  // namespace
}  // namespace actlab
