#include "lab/experiment/session.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "lab/experiment/config_text.h"
#include "lab/experiment/fake_engine.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;
using testing::HasSubstr;

const std::string small = "name: small\ndata: {kind: circle, samples: 20}\nmodels: {A: {hidden: [3]}}\nseeds: 2\n";

class SessionTest : public testing::Test {
 protected:
  Session open(const Destination& destination, const std::string& text = small) {
    const Experiment experiment = experiment_of(text);
    const Engines engines = only(std::make_unique<FakeEngine>());
    return open_session(make_plan(experiment, engines), destination,
                        {.command = "runner small.yaml", .instruction_set = "avx2", .jobs = 1, .seeds = {0, 1}});
  }

  std::string error_message(const Destination& destination, const std::string& text = small) {
    try {
      open(destination, text);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  }

  Destination under_runs(bool resume = false) const { return {parent_ / "runs", std::nullopt, resume}; }
  Destination at(const std::string& name, bool resume = false) const {
    return {parent_ / "runs", parent_ / name, resume};
  }

  static void complete(Session& session) {
    for (std::int64_t id = 0; id < 2; ++id) {
      RecordedTrial trial;
      trial.id = id;
      trial.model = "A";
      trial.seed = static_cast<std::uint32_t>(id);
      trial.status = TrialStatus::finished;
      session.record.save(std::vector{trial});
    }
  }

  TemporaryDirectory parent_;
};

TEST_F(SessionTest, CreatesADirectoryUnderTheExperimentsNameWithConfigAndProvenance) {
  const Session session = open(under_runs());
  EXPECT_FALSE(session.is_resumed);
  EXPECT_EQ(session.directory.path().parent_path(), parent_ / "runs" / "small");
  EXPECT_THAT(read_file(session.directory / "config.yaml"), HasSubstr("hidden: [3]"));
  EXPECT_THAT(read_file(session.directory / "provenance.json"), HasSubstr("\"command\": \"runner small.yaml\""));
}

TEST_F(SessionTest, WritesAConfigThatGivesTheSameRun) {
  const std::string text = read_file(open(at("run")).directory / "config.yaml");
  EXPECT_TRUE(open(at("run"), text).is_resumed);
}

TEST_F(SessionTest, ContinuesTheRunAtOut) {
  { const Session first = open(at("run")); }
  const Session second = open(at("run"));
  EXPECT_TRUE(second.is_resumed);
  EXPECT_THAT(read_file(second.directory / "provenance.json"), HasSubstr("resumed"));
}

TEST_F(SessionTest, AddsTheClassNamesToAnOldRecord) {
  {
    Session first = open(at("run"));
    EXPECT_EQ(first.record.header().data.at(0).classes, (std::vector<std::string>{"outside", "inside"}));
  }
  Database(parent_ / "run" / "run.sqlite").execute("DELETE FROM documents");
  EXPECT_TRUE(RunRecord::open(parent_ / "run").header().data.empty());
  { const Session second = open(at("run")); }
  const RunHeader header = RunRecord::open(parent_ / "run").header();
  EXPECT_EQ(header.data.at(0).classes.at(1), "inside");
  EXPECT_EQ(header.models.at(0).data, 0);
}

TEST_F(SessionTest, RejectsAnotherConfigAndNamesTheFirstKeyThatDiffers) {
  { const Session first = open(at("run")); }
  EXPECT_THAT(error_message(at("run"), small + "training: {epochs: 7}\n"),
              HasSubstr("training.epochs is 100 there and 7 here"));
}

TEST_F(SessionTest, RejectsADirectoryWithOtherFiles) {
  fs::create_directory(parent_ / "home");
  std::ofstream(parent_ / "home" / "letter.txt") << "content";
  EXPECT_THAT(error_message(at("home")), HasSubstr("not a run"));
  EXPECT_THAT(error_message(at("home", true)), HasSubstr("no run to resume"));
}

TEST_F(SessionTest, CreatesNothingIfThereIsNoRunToResume) {
  EXPECT_THAT(error_message(at("run", true)), HasSubstr("no run to resume"));
  EXPECT_THAT(error_message(under_runs(true)), HasSubstr("no unfinished run of small"));
  EXPECT_TRUE(fs::is_empty(parent_.path()));
}

TEST_F(SessionTest, ResumesTheNewestUnfinishedRunOfTheName) {
  const auto begin = [&] { return open(under_runs()).directory.path(); };
  const fs::path unfinished = begin();
  {
    Session finished = open(under_runs());
    complete(finished);
  }
  const Session resumed = open(under_runs(true));
  EXPECT_TRUE(resumed.is_resumed);
  EXPECT_EQ(resumed.directory.path(), unfinished);
}

TEST_F(SessionTest, ResumesTheNewestUnfinishedRunWithTheSameConfig) {
  const std::string other = small + "training: {epochs: 7}\n";
  const fs::path matching = open(under_runs()).directory.path();
  const fs::path newer = open(under_runs(), other).directory.path();
  EXPECT_EQ(open(under_runs(true)).directory.path(), matching);
  EXPECT_EQ(open(under_runs(true), other).directory.path(), newer);
  EXPECT_THAT(error_message(under_runs(true), small + "training: {epochs: 9}\n"),
              testing::AllOf(HasSubstr("no unfinished run of small with this config"), HasSubstr("and 9 here")));
}

TEST_F(SessionTest, DoesNotResumeARunThatAnotherProcessHasLocked) {
  const Session running = open(under_runs());
  EXPECT_THAT(error_message(under_runs(true)), HasSubstr("no unfinished run"));
  EXPECT_THAT(error_message({parent_ / "runs", running.directory.path(), false}), HasSubstr("in use"));
}

TEST(FirstDifference, NamesTheKeyAndBothValues) {
  EXPECT_EQ(first_difference("a: 1\nb: {c: 2}\n", "a: 1\nb: {c: 2}\n"), "");
  EXPECT_EQ(first_difference("# then\na: 1\n", "a: 1\n"), "") << "a comment is no difference";
  EXPECT_EQ(first_difference("a: 1\nb: {c: 2}\n", "a: 1\nb: {c: 3}\n"), "b.c is 2 there and 3 here");
  EXPECT_EQ(first_difference("a: 1\n", "a: 1\nb: [1, 2]\n"), "b is missing there and [1, 2] here");
  EXPECT_EQ(first_difference("a: 1\nb: 2\n", "a: 1\n"), "b is 2 there and missing here");
}

}  // namespace
}  // namespace actlab
