#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>

#include "app/cli/exit_code.h"
#include "app/cli/plain_command.h"
#include "catalogue/kernels/isa.h"
#include "lab/record/database.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::HasSubstr;

namespace fs = std::filesystem;

class Check : public WorkingDirectory {
 protected:
  Check() { train(); }

  static CommandResult train() { return run_command({"circle.yaml", "--quiet", "--out", "done"}); }
  static constexpr const char* forget_one =
      "DELETE FROM curves WHERE trial = 3; DELETE FROM health WHERE trial = 3; DELETE FROM confusion_matrices WHERE "
      "trial "
      "= 3; DELETE FROM snapshots WHERE trial = 3; DELETE FROM seals WHERE trial = 3; DELETE FROM trials WHERE id = "
      "3; ";
  static void change(const std::string& sql) {
    Database("done/run.sqlite").execute(sql + "; PRAGMA journal_mode = DELETE");
  }
};

TEST_F(Check, SaysThatARunIsWhole) {
  const CommandResult result = run_command({"check", "done"});
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_THAT(result.out, HasSubstr("done: 8 of 8 trials are recorded, 8 of them whole\n"));
}

TEST_F(Check, ListsDamagedTrialsWhichResumeTrainsAgain) {
  const std::string trials = read_file("done/trials.csv"), curves = read_file("done/curves.csv");
  change("UPDATE trials SET test_accuracy = 0.125 WHERE id = 2");
  CommandResult result = run_command({"check", "done"});
  EXPECT_EQ(result.code, exit_check_failed);
  EXPECT_THAT(result.out, AllOf(HasSubstr("8 of 8 trials are recorded, 7 of them whole\n  trial 2: its checksum"),
                                HasSubstr("--resume and --out done")));
  EXPECT_EQ(run_command({"report", "done"}).code, exit_bad_input);

  result = train();
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_THAT(result.error, HasSubstr("trial 2 is damaged"));
  EXPECT_EQ(read_file("done/curves.csv"), curves);
  EXPECT_EQ(run_command({"check", "done"}).code, exit_done);
}

TEST_F(Check, RefusesWhatIsNoRecordOfActlab) {
  change("CREATE TRIGGER t AFTER INSERT ON trials BEGIN DELETE FROM curves; END");
  const CommandResult result = run_command({"check", "done"});
  EXPECT_EQ(result.code, exit_bad_input);
  EXPECT_THAT(result.error, HasSubstr("done/run.sqlite: 't' is not as actlab makes it"));
  EXPECT_EQ(run_command({"check", "nowhere"}).code, exit_bad_input);
}

TEST_F(Check, MakesALostSceneAgain) {
  change("DELETE FROM documents WHERE name = 'scene'");
  EXPECT_EQ(train().code, exit_done);
  EXPECT_THAT(read_file("done/report.html"), HasSubstr("\"id\":\"boundary\""));
}

TEST_F(Check, BeginsARunAgainThatWasEndedBeforeItsFirstTransaction) {
  fs::create_directory("empty");
  std::ofstream("empty/run.sqlite");
  EXPECT_EQ(run_command({"circle.yaml", "--quiet", "--out", "empty"}).code, exit_done);
  EXPECT_EQ(read_file("empty/curves.csv"), read_file("done/curves.csv"));
}

TEST_F(Check, ContinuesWithTheInstructionSetOfTheEarlierTrials) {
  const Isa usual = current_isa();
  const std::string curves = read_file("done/curves.csv");
  change(std::string(forget_one) +
         "UPDATE sessions SET provenance = "
         "json_set(provenance, '$.instruction_set', 'baseline')");
  const CommandResult result = run_command({"circle.yaml", "--out", "done"});
  set_isa(usual);
  EXPECT_EQ(result.code, exit_done) << result.error;
  EXPECT_THAT(read_file("done/provenance.json"), HasSubstr("\"instruction_set\":\"baseline\""));
  if (usual != Isa::baseline) {
    EXPECT_THAT(result.error, HasSubstr("continuing with baseline kernels"));
  }

  change(std::string(forget_one) +
         "UPDATE sessions SET provenance = "
         "json_set(provenance, '$.instruction_set', 'avx1024')");
  EXPECT_THAT(run_command({"circle.yaml", "--out", "done"}).error,
              HasSubstr("trained with avx1024 kernels, which this processor does not have"));
  EXPECT_THAT(read_file("done/report.html"),
              HasSubstr("Trials were trained with different instruction sets (7 with avx1024, 1 with "));
}

// Written by a run of somebody else: a link to a file of the user must not be followed.
TEST_F(Check, WritesThroughNoLinkInARun) {
  std::ofstream("mine") << "mine";
  for (const char* file : {"report.html", "trials.csv", "summary.json", "config.yaml"}) {
    fs::remove(fs::path("done") / file);
    fs::create_symlink(fs::absolute("mine"), fs::path("done") / file);
  }
  train();
  EXPECT_EQ(read_file("mine"), "mine");
  fs::remove("done/log.txt");
  fs::create_symlink(fs::absolute("mine"), "done/log.txt");
  EXPECT_EQ(train().code, exit_not_done);
  EXPECT_EQ(read_file("mine"), "mine");
}

}  // namespace
}  // namespace actlab
