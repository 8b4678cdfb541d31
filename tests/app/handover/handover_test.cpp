// The runner as a user has it: a program without LibTorch, and the one that takes its place where tensors are needed.
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

/// Runs words of a shell in the working directory; `out` and `error` are what they wrote.
Ran run_shell(const std::string& words) {
  const int status = std::system(fmt::format("bash -c '{}' > out.txt 2> error.txt", words).c_str());
  return {WEXITSTATUS(status), read_file("out.txt"), read_file("error.txt")};
}

const std::string runner = ACTLAB_RUNNER;

std::ptrdiff_t number_of(const char* folder) {
  return fs::exists(folder) ? std::distance(fs::directory_iterator(folder), fs::directory_iterator{}) : 0;
}

class Handover : public WorkingDirectory {};

TEST_F(Handover, IsNotNeededWhereTheFusedEngineTrains) {
  fs::copy_file(runner, "runner");  // alone: there is no other to hand over to
  for (const char* words : {"--version", "--help", "circle.yaml --out run", "report run", "schema experiment"}) {
    const Ran ran = run_shell(fmt::format("./runner {}", words));
    EXPECT_EQ(ran.code, exit_done) << words << ran.error;
  }
  EXPECT_TRUE(fs::exists("run/report.html"));
}

TEST_F(Handover, IsNotNeededForAnyActivationThatTheFusedEngineTakes) {
  fs::copy_file(runner, "runner");
  for (const ActivationPtr& activation : catalogue()) {
    if (!activation->compiled() || activation->is_random()) continue;
    const std::string name(activation->spec().name);
    const Ran ran = run_shell(fmt::format("./runner circle.yaml models.Bent.activation={} --quiet", name));
    EXPECT_EQ(ran.code, exit_done) << name << ran.error;
  }
}

TEST_F(Handover, ThatFailsSaysWhatIsMissing) {
  fs::copy_file(runner, "runner");
  const Ran ran = run_shell("./runner circle.yaml engine=eager");
  EXPECT_EQ(ran.code, exit_check_failed);
  EXPECT_THAT(ran.error, AllOf(HasSubstr("needs LibTorch"), HasSubstr("/runner-libtorch")));
  EXPECT_FALSE(fs::exists("runs"));
}

TEST_F(Handover, HappensBeforeAnythingIsMade) {
  std::ofstream("table.yaml") << "tabulate: {activations: tanh, at: [0, 1]}\n";
  std::ptrdiff_t runs = 0;
  for (const char* words :
       {"circle.yaml engine=eager", "circle.yaml models.Bent.activation=softmax", "circle.yaml record.weights=true",
        "circle.yaml models.Bent.activation=rrelu", "table.yaml", "<(cat circle.yaml)",
        "<(cat circle.yaml) engine=eager", "circle.yaml \"models.Bent.activation={script: x * x}\"",
        "circle.yaml record.outputs=true", "circle.yaml record.health=true"}) {
    const Ran ran = run_shell(fmt::format("{} {} --out runs/{}", runner, words, runs));
    EXPECT_EQ(ran.code, exit_done) << words << ran.error;
    EXPECT_EQ(number_of("runs"), ++runs) << words;
  }
  EXPECT_TRUE(fs::exists("runs/2/weights/Bent-0.pt"));
}

TEST_F(Handover, DoesNotRunAnExperimentTwice) {
  // The second has tables of values, which need tensors.
  const Ran ran = run_shell(fmt::format("{} reproduce hand-tuned-sine values --short --experiments {}/experiments",
                                        runner, ACTLAB_SOURCE_DIR));
  EXPECT_EQ(ran.code, exit_done) << ran.error;
  ASSERT_GT(number_of("runs"), 1);
  for (const auto& name : fs::directory_iterator("runs")) EXPECT_EQ(number_of(name.path().c_str()), 1) << name.path();
}

TEST_F(Handover, KeepsTheWordsOfTheCommandLine) {
  run_shell(fmt::format("{} circle.yaml engine=eager --out run", runner));
  EXPECT_THAT(read_file("run/provenance.json"), HasSubstr(runner + " circle.yaml engine=eager --out run"));
}

TEST_F(Handover, TellsOfBadInputAsOneProgramWould) {
  for (const char* words : {"circle.yaml engine=eagr", "circle.yaml models.Bent.activation=rello", "gradcheck rello",
                            "gradcheck --not-there", "\"circle.yaml\" \"models.Bent.activation={script: x[}\""}) {
    const Ran ran = run_shell(fmt::format("{} {}", runner, words));
    EXPECT_EQ(ran.code, exit_bad_input) << words;
    EXPECT_THAT(ran.error, Not(HasSubstr("LibTorch"))) << words;
  }
  EXPECT_FALSE(fs::exists("runs"));
}

TEST_F(Handover, IsNotSeenInTheHelpOfAnyVerb) {
  for (const Verb& verb : plain_verbs()) {
    const Ran there = run_shell(fmt::format("{} {} --help", runner, verb.name));
    const Ran here = run_shell(fmt::format("{}-libtorch {} --help", runner, verb.name));
    EXPECT_EQ(there.code, exit_done) << verb.name << there.error;
    EXPECT_THAT(there.out, HasSubstr("--help")) << verb.name;
    EXPECT_EQ(there.out, here.out) << verb.name;
  }
}

// Alone, so that it could not hand over: the problem is found without a tensor.
TEST_F(Handover, IsNotNeededToFindAnOrdinaryProblemBesideAScript) {
  fs::copy_file(runner, "runner");
  std::ofstream("table.yaml") << "tabulate: {activations: {script: x * x}, at: []}\n";
  for (const char* words :
       {"circle.yaml \"models.Bent.activation={script: x * x}\" training.epochs=-1",
        "circle.yaml \"models.Bent.activation={plugin: libmine.so, op: my::op}\" training.epochs=-1",
        "circle.yaml models.Bent.activation=softmax training.epochs=-1", "table.yaml"}) {
    const Ran ran = run_shell(fmt::format("./runner {}", words));
    EXPECT_EQ(ran.code, exit_bad_input) << words << ran.error;
    EXPECT_THAT(ran.error, HasSubstr("expected")) << words;
    EXPECT_THAT(ran.error, Not(HasSubstr("LibTorch"))) << words;
  }
  EXPECT_FALSE(fs::exists("runs"));
}

// Every problem of every activation at once, where the config gives it.
TEST_F(Handover, FindsAllProblemsOfActivationsBeforeAnythingIsWritten) {
  std::ofstream("bad.yaml") << "data: {kind: circle, samples: 50}\n"
                               "models:\n"
                               "  A: {activation: {script: 'x['}}\n"
                               "  B: {activation: {plugin: libnone.so, op: my::op}}\n"
                               "  C: {activation: {softmax: {dim: 5}}}\n"
                               "  D: {activation: {rrelu: {lower: 0.5, upper: 0.1}}}\n";
  const Ran ran = run_shell(fmt::format("{} bad.yaml", runner));
  EXPECT_EQ(ran.code, exit_bad_input) << ran.error;
  EXPECT_THAT(ran.error, AllOf(HasSubstr("bad.yaml:3:28: models.A.activation.script: "),
                               HasSubstr("bad.yaml:4:19: models.B.activation: "), HasSubstr("no such file"),
                               HasSubstr("bad.yaml:5:29: models.C.activation.softmax: "),
                               HasSubstr("bad.yaml:6:27: models.D.activation.rrelu: ")));
  EXPECT_FALSE(fs::exists("runs"));
}

}  // namespace
}  // namespace actlab
