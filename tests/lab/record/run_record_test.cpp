#include "lab/record/run_record.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <limits>

#include "core/error.h"
#include "lab/record/query.h"
#include "lab/record/run_directory.h"
#include "lab/record/sample_run.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

using testing::HasSubstr;
using testing::IsEmpty;
using testing::SizeIs;

TEST(RunRecord, ReturnsItsHeader) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.sweep_keys = {"lr", "models.A.hidden"};
  header.points = {{"0.1", "[3]"}, {"0.01", "[4, 5]"}};
  header.models.push_back({1, "A", "2-4-5-2 relu", 49});
  header.regression = true;
  header.interval = IntervalMethod::t;
  RunRecord::create(directory.path(), header);

  const RunRecord opened = RunRecord::open(directory.path());
  EXPECT_EQ(opened.header().name, "sample");
  EXPECT_EQ(opened.header().config, "name: sample\n");
  EXPECT_TRUE(opened.header().regression);
  EXPECT_EQ(opened.header().trials, 4);
  EXPECT_EQ(opened.header().sweep_keys, header.sweep_keys);
  EXPECT_EQ(opened.header().points, header.points);
  ASSERT_THAT(opened.header().models, SizeIs(3));
  EXPECT_EQ(opened.header().models[2].point, 1);
  EXPECT_EQ(opened.header().models[2].description, "2-4-5-2 relu");
  EXPECT_EQ(opened.header().models[2].parameters, 49);
  EXPECT_EQ(opened.header().interval, IntervalMethod::t);
}

TEST(RunRecord, OfARunWithoutAMethodForIntervalsHasTheBootstrap) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.interval = IntervalMethod::t;
  RunRecord::create(directory.path(), header);
  Database(directory / std::string(record_file), Database::Access::write)
      .execute("DELETE FROM documents WHERE name = 'statistics'");
  EXPECT_EQ(RunRecord::open(directory.path()).header().interval, IntervalMethod::bca);
}

TEST(RunRecord, ReturnsTrialsInTheOrderOfThePlan) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  record.save(std::vector{sample_trial(3), sample_trial(1)});
  record.save(std::vector{sample_trial(0)});

  std::vector<std::int64_t> ids;
  for (const TrialRecord& trial : record.trials()) ids.push_back(trial.id);
  EXPECT_THAT(ids, testing::ElementsAre(0, 1, 3));
}

TEST(RunRecord, KeepsSnapshotsByEpochAndTheirScene) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  EXPECT_FALSE(record.scene());
  const SceneRecord scene{3, {{"x0", -1.5f, 1.5f, 2}}, {"out", "in"}, {0, 4}, {0.25f, 0.5f}, {0, 1}};
  record.set_scene(scene);
  EXPECT_EQ(record.scene()->seed, 3u);
  EXPECT_EQ(record.scene()->axes[0].feature, "x0");
  EXPECT_EQ(record.scene()->grid_size(), 2u);
  EXPECT_EQ(record.scene()->outputs, scene.outputs);
  EXPECT_EQ(record.scene()->inputs, scene.inputs);

  RecordedTrial trial = sample_trial(1);
  trial.snapshots = {
      {10, {0.0f, 1.0f, 0.3f, 0.7f}, {{-1, 1, {0.5f, 0.5f}, 2, 0.0, 2.0}}, {{"0.bias", {0, 2, {1}, 3, 3, 5}}}, {1}},
      {0, {1.0f, 0.0f, 0.5f, 0.5f}, {}, {}, {}}};
  record.save(std::vector{trial});
  const std::vector<SnapshotRecord> snapshots = record.snapshots(1);
  ASSERT_EQ(snapshots.size(), 2u);
  EXPECT_EQ(snapshots[0].epochs, 0);
  EXPECT_EQ(snapshots[1].epochs, 10);
  EXPECT_THAT(snapshots[1].outputs, testing::Pointwise(testing::FloatNear(0.002f), trial.snapshots[0].outputs));
  EXPECT_EQ(snapshots[1].wrong, trial.snapshots[0].wrong);
  EXPECT_EQ(snapshots[1].preactivations[0].shares, trial.snapshots[0].preactivations[0].shares);
  EXPECT_EQ(snapshots[1].weights.at("0.bias").count, 3);
  EXPECT_EQ(snapshots[1].weights.at("0.bias").sum_of_squares, 5);
  EXPECT_TRUE(record.snapshots(0).empty());
}

TEST(RunRecord, KeepsSnapshotsOfRegressionExactly) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.regression = true;
  RunRecord record = RunRecord::create(directory.path(), header);
  record.set_scene({0, {{"x", -1, 1, 2}}, {"y"}, {0}, {-0.5f}, {0.25f}});
  RecordedTrial trial = sample_trial(0);
  trial.snapshots = {{0, {-3.14159f, 1e-30f}, {}, {}, {}}};
  record.save(std::vector{trial});
  EXPECT_EQ(record.snapshots(0)[0].outputs, trial.snapshots[0].outputs);
}

TEST(RunRecord, KeepsDocumentsByName) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  EXPECT_FALSE(record.document("notes"));
  record.set_document("notes", "[1]");
  record.set_document("notes", "[2]");
  EXPECT_EQ(record.document("notes"), "[2]");
}

TEST(RunRecord, ReplacesATrialWithAllItsRows) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  RecordedTrial first = sample_trial(0);
  first.layer_statistics = {{0, 0, 0, 0, 0.25f, 2}};
  first.confusion = {{0, 1, 7}};
  first.parameters = {{1, 0, 0, 2}};
  record.save(std::vector{first});
  record.save(std::vector{sample_trial(0)});
  const auto trial = record.reader().next();
  EXPECT_TRUE(trial->layer_statistics.empty());
  EXPECT_TRUE(trial->confusion.empty());
  EXPECT_TRUE(record.damaged_trials().empty());
}

TEST(RunRecord, KeepsEveryNumberOfATrialAndItsCurve) {
  const TemporaryDirectory directory;
  RecordedTrial saved = sample_trial(1);
  saved.seed = std::numeric_limits<std::uint32_t>::max();
  saved.test = {};
  saved.message = "why, \"indeed\"";
  saved.curve[1].test.loss = std::numeric_limits<float>::quiet_NaN();
  saved.curve[1].train.loss = std::numeric_limits<float>::infinity();
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  record.save(std::vector{saved});

  TrialReader reader = record.reader();
  const auto read = reader.next();
  ASSERT_TRUE(read);
  EXPECT_EQ(read->model, saved.model);
  EXPECT_EQ(read->seed, saved.seed);
  EXPECT_EQ(read->train.loss, saved.train.loss);
  EXPECT_EQ(read->train.accuracy, saved.train.accuracy);
  EXPECT_TRUE(std::isnan(read->test.loss));
  EXPECT_EQ(read->message, saved.message);
  ASSERT_THAT(read->curve, SizeIs(2));
  EXPECT_EQ(read->curve[0].epoch, 0);
  EXPECT_EQ(read->curve[0].test.accuracy, 0.25f);
  EXPECT_EQ(read->curve[1].epoch, 1);
  EXPECT_EQ(read->curve[1].train.loss, std::numeric_limits<float>::infinity());
  EXPECT_TRUE(std::isnan(read->curve[1].test.loss));
  for (int i = 0; i < 2; ++i) EXPECT_FALSE(reader.next()) << "stays at the end";
}

TEST(RunRecord, KeepsTheConfusionMatrixAndTheBaselineOfATrial) {
  const TemporaryDirectory directory;
  RecordedTrial saved = sample_trial(1), other_model = sample_trial(3), other_seed = sample_trial(2);
  const std::int64_t many = std::int64_t{1} << 40;
  saved.confusion = {{0, 1, 7}, {1, 1, many}};
  saved.baseline = other_model.baseline = {{0.25, 0.5}, {0.125, 0.75}, 0.5};
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  record.save(std::vector{saved, other_model, other_seed});
  const std::vector<TrialRecord> trials = record.trials();
  EXPECT_EQ(trials[0].confusion, saved.confusion);
  EXPECT_TRUE(trials[1].confusion.empty());
  for (const std::size_t i : {0u, 2u}) {
    EXPECT_EQ(trials[i].baseline.train.loss, 0.25);
    EXPECT_EQ(trials[i].baseline.test.accuracy, 0.75);
    EXPECT_EQ(trials[i].baseline.test_balanced, 0.5);
  }
  EXPECT_FALSE(trials[1].baseline.is_known());
  EXPECT_EQ(record.reader().next()->confusion, saved.confusion);
}

TEST(RunRecord, KeepsTheDataSetOfEachSweepPoint) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.sweep_keys = {"data.classes"};
  header.points = {{"2"}, {"3"}};
  header.models = {{0, "A", "", 1, 0}, {1, "A", "", 1, 1}};
  header.data = {{{"out", "in"}}, {{"a", "b", "c"}}};
  RunRecord::create(directory.path(), header);
  const RunHeader read = RunRecord::open(directory.path()).header();
  EXPECT_EQ(read.data, header.data);
  EXPECT_EQ(read.models[0].data, 0);
  EXPECT_EQ(read.models[1].data, 1);
}

TEST(RunRecord, KeepsWhatWasDoneToTheDataOfASeed) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.data = {{.classes = {"a", "b"}, .inputs = {"x", "y=1", "y=(new)"}}};
  for (ModelRecord& model : header.models) model.data = 0;
  RecordedTrial trial = sample_trial(1);
  trial.baseline.train.accuracy = 0.5;
  trial.preprocessing = {.inputs = {{0.1, 0, 0}, {1e-300, 1, 1}}, .targets = {}, .absent_inputs = {1}};
  RunRecord record = RunRecord::create(directory.path(), header);
  record.save(std::vector{trial, sample_trial(0)});
  EXPECT_EQ(record.preprocessing(0, 1), trial.preprocessing);
  EXPECT_TRUE(record.preprocessing(0, 0).is_identity());
  for (const char* damaged : {R"({"inputs":{"means":[1],"deviations":[1]},"targets":{"means":[],"deviations":[]},)"
                              R"("absent_inputs":[]})",
                              R"({"inputs":{"means":[],"deviations":[]},"targets":{"means":[1],"deviations":[0]},)"
                              R"("absent_inputs":[]})",
                              R"({"inputs":{"means":[],"deviations":[]},"targets":{"means":[],"deviations":[]},)"
                              R"("absent_inputs":[3]})",
                              "{}", "x"}) {
    record.set_document("preprocessing/0/1", damaged);
    EXPECT_THROW(record.preprocessing(0, 1), UsageError) << damaged;
  }
}

// Turns a record into one of version 5.
void make_old(const std::filesystem::path& run_directory) {
  Database database(run_directory / record_file);
  database.execute(
      "DROP TABLE baselines; DROP TABLE confusion_matrices; DROP TABLE seals; DELETE FROM documents; PRAGMA "
      "user_version = 5; "
      "PRAGMA journal_mode = DELETE");
}

TEST(RunRecord, ReadsARecordOfVersion5WithoutChangingIt) {
  const TemporaryDirectory directory;
  RunRecord::create(directory.path(), sample_header()).save(std::vector{sample_trial(0)});
  make_old(directory.path());
  const std::string before = read_file(directory / "run.sqlite");
  RunRecord record = RunRecord::open(directory.path(), Database::Access::read);
  ASSERT_THAT(record.trials(), SizeIs(1));
  EXPECT_TRUE(record.trials()[0].confusion.empty());
  EXPECT_FALSE(record.trials()[0].baseline.is_known());
  EXPECT_EQ(record.reader().next()->curve.size(), 2u);
  EXPECT_EQ(record.header().models[0].data, -1);
  EXPECT_EQ(Query(directory.path()).number("SELECT count(*) FROM baselines, confusion"), 0);
  EXPECT_EQ(read_file(directory / "run.sqlite"), before);
}

TEST(RunRecord, ContinuesARecordOfVersion5) {
  const TemporaryDirectory directory;
  RunRecord::create(directory.path(), sample_header()).save(std::vector{sample_trial(0)});
  make_old(directory.path());
  RecordedTrial later = sample_trial(1);
  later.confusion = {{0, 0, 7}};
  RunRecord::open(directory.path()).save(std::vector{later});
  RunRecord record = RunRecord::open(directory.path());
  EXPECT_TRUE(record.trials()[0].confusion.empty());
  EXPECT_EQ(record.trials()[1].confusion, later.confusion);
}

TEST(RunRecord, SavesATrialWithoutACurve) {
  const TemporaryDirectory directory;
  RecordedTrial trial = sample_trial(0);
  trial.curve.clear();
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  record.save(std::vector{trial});
  EXPECT_THAT(record.reader().next()->curve, IsEmpty());
  EXPECT_THAT(record.trials(), SizeIs(1));
}

TEST(RunRecord, IsCompleteWhenEveryTrialIsRecordedAndNoneFailed) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  record.save(std::vector{sample_trial(0), sample_trial(1), sample_trial(2)});
  EXPECT_FALSE(record.is_complete());

  RecordedTrial last = sample_trial(3);
  last.status = TrialStatus::failed;
  record.save(std::vector{last});
  EXPECT_FALSE(record.is_complete());

  last.status = TrialStatus::diverged;
  record.save(std::vector{last});
  EXPECT_TRUE(record.is_complete());
  EXPECT_THAT(record.trials(), SizeIs(4)) << "a trial that runs again replaces its record";
}

TEST(RunRecord, KeepsCommittedTrialsAfterAKill) {
  const TemporaryDirectory directory;
  const pid_t child = fork();
  if (child == 0) {
    RunRecord record = RunRecord::create(directory.path(), sample_header());
    record.save(std::vector{sample_trial(0), sample_trial(1)});
    raise(SIGKILL);
  }
  int status = 0;
  waitpid(child, &status, 0);
  ASSERT_TRUE(WIFSIGNALED(status));

  EXPECT_THAT(RunRecord::open(directory.path()).trials(), SizeIs(2));
}

TEST(RunRecord, RollsBackAFailedTransaction) {
  const TemporaryDirectory directory;
  Database database(directory / "some.sqlite");
  database.execute("CREATE TABLE t (x INTEGER NOT NULL)");
  EXPECT_THROW(database.transaction([&] {
    database.execute("INSERT INTO t VALUES (1)");
    database.execute("INSERT INTO t VALUES (NULL)");
  }),
               std::runtime_error);
  Statement count = database.prepare("SELECT count(*) FROM t");
  count.step();
  EXPECT_EQ(count.integer(0), 0);
}

TEST(RunRecord, RejectsARecordOfAnotherVersion) {
  const TemporaryDirectory directory;
  RunRecord::create(directory.path(), sample_header());
  Database(directory.path() / record_file).execute("PRAGMA user_version = 99");
  try {
    RunRecord::open(directory.path());
    FAIL() << "no error";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("version 99"));
  }
}

TEST(RunRecord, RejectsARecordWithoutAHeader) {
  const TemporaryDirectory directory;
  Database(directory.path() / record_file).execute("CREATE TABLE half (x)");
  EXPECT_THROW(RunRecord::open(directory.path()), UsageError);
}

TEST(RunRecord, IsOneFileAfterACheckpoint) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  record.save(std::vector{sample_trial(0)});
  record.checkpoint();
  EXPECT_FALSE(std::filesystem::exists(directory / "run.sqlite-wal"));
  EXPECT_FALSE(std::filesystem::exists(directory / "run.sqlite-shm"));
}

}  // namespace
}  // namespace actlab
