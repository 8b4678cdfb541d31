#include "lab/record/record_check.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <fstream>
#include <string>
#include <utility>

#include "core/error.h"
#include "lab/record/exports.h"
#include "sample_run.h"
#include "temporary_directory.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::HasSubstr;

class CheckedRecord : public testing::Test {
 protected:
  CheckedRecord() {
    RunHeader header = sample_header();
    header.sweep_keys = {"lr"};
    header.points = {{"0.1"}, {"0.2"}};
    header.models.push_back({1, "A", "2-3-2 relu", 17});
    const SceneRecord scene{0, {{"x", -1, 1, 2}}, {"out", "in"}, {0, 1}, {-0.5f, 0.5f}, {0, 1}};
    RunRecord record = RunRecord::create(directory_.path(), header, [&](RunRecord& created) {
      created.set_scene(scene);
      created.add_session(R"({"instruction_set": "avx2"})");
    });
    std::vector<RecordedTrial> trials;
    for (std::int64_t id = 0; id < 4; ++id) {
      RecordedTrial trial = sample_trial(id);
      trial.layer_statistics = {{0, 0, 0, 0, 0.25f, 2}};
      trial.confusion = {{0, 0, 3}, {1, 0, 2}};
      trial.baseline = {{0.5, 0.5}, {0.75, 0.75}, 0.5};
      trial.parameters = {{1, 0, -1, 0.5f}};
      if (trial.seed == 0) {
        SnapshotRecord snapshot;
        snapshot.outputs = {1, 0, 0, 1};
        snapshot.wrong = {1};
        trial.snapshots = {snapshot};
      }
      trials.push_back(trial);
    }
    record.save(trials);
    record.checkpoint();
  }

  void execute(const std::string& sql) { Database(file()).execute(sql + "; PRAGMA journal_mode = DELETE"); }
  std::filesystem::path file() const { return directory_ / "run.sqlite"; }

  // Reads everything. Returns the refusal.
  std::string refusal() {
    try {
      RunRecord record = RunRecord::open(directory_.path());
      record.scene();
      for (const TrialRecord& trial : record.trials()) record.snapshots(trial.id);
      record.document(activations_document);
      record.document(tabulated_document);
      record.stopping();
      export_results(record, directory_.path(), 1);
    } catch (const UsageError& error) {
      return error.what();
    }
    return "";
  }

  TemporaryDirectory directory_;
};

TEST_F(CheckedRecord, IsReadIfNothingIsWrong) {
  EXPECT_EQ(refusal(), "");
  EXPECT_TRUE(RunRecord::open(directory_.path()).damaged_trials().empty());
}

// Each statement with the table and the row that the refusal names.
TEST_F(CheckedRecord, IsRefusedIfAStrangerChangedIt) {
  const std::vector<std::pair<const char*, const char*>> changes{
      {"INSERT INTO sweep VALUES (-1, 0, 'a', 'b')",
       "table sweep, point -1, position 0: expected whole numbers from 0"},
      {"INSERT INTO sweep VALUES (7, 0, 'lr', 'b')", "table sweep, all rows: found 3 points, the last of which is 7"},
      {"INSERT INTO sweep VALUES (1, 1, 'x', 'b')", "table sweep, point 1, position 1: its key is 'x'"},
      {"UPDATE sweep SET key = 'x' WHERE point = 1", "its key is 'x', but that of point 0 is 'lr'"},
      {"DELETE FROM models", "table trials, id 0: there is no model 'A' at point 0"},
      {"UPDATE models SET point = 7 WHERE point = 1", "table models, point 7"},
      {"UPDATE models SET parameters = 'many'", "table models, point 0"},
      {"UPDATE models SET name = 'A'", "found 2 models named 'A'"},
      {"UPDATE models SET description = char(27) || '[2J'", "the description has a control character"},
      {"UPDATE run SET name = cast(x'e9' AS TEXT)", "table run, row 1: the name is not UTF-8 text"},
      {"UPDATE run SET regression = 2", "table run, row 1: regression is 2"},
      {"UPDATE run SET trials = -1", "table run, row 1"},
      {"DELETE FROM run", "table run, all rows: found 0 rows"},
      {"UPDATE trials SET model = 'nobody' WHERE id = 2", "table trials, id 2: there is no model 'nobody'"},
      {"UPDATE trials SET seed = -1 WHERE id = 2", "table trials, id 2: the seed is -1"},
      {"UPDATE trials SET status = 'fine' WHERE id = 1", "table trials, id 1: the status is 'fine'"},
      {"UPDATE trials SET epochs = 1e18 WHERE id = 1", "table trials, id 1: the number of epochs"},
      {"UPDATE trials SET test_accuracy = 1.5 WHERE id = 1", "table trials, id 1: an accuracy is not from 0 to 1"},
      {"UPDATE trials SET test_accuracy = 0.9 WHERE id = 3", "table trials, id 3: its checksum"},
      {"UPDATE trials SET train_loss = 'low' WHERE id = 3", "table trials, id 3: a score or the time is not a number"},
      {"UPDATE curves SET columns = zeroblob(39) WHERE trial = 1",
       "table curves, trial 1: found 39 bytes for 2 points"},
      {"UPDATE curves SET columns = zeroblob(40) WHERE trial = 1", "table trials, id 1: its checksum"},
      {"INSERT INTO curves VALUES (9, 0, x'')", "table curves, trial 9: there is no such trial"},
      {"UPDATE health SET columns = x'00' WHERE trial = 1", "table health, trial 1: found 1 bytes"},
      {"UPDATE confusion_matrices SET columns = x'00'", "table confusion_matrices, trial 0: found 1 bytes"},
      {"UPDATE baselines SET test_accuracy = 0.25", "table trials, id 0: the checksum of its baseline"},
      {"UPDATE snapshots SET outputs = zeroblob(1601)", "table snapshots, trial 0: damaged"},
      {"UPDATE snapshots SET outputs = x'00'; DELETE FROM seals", "table snapshots, trial 0: found 1 bytes of outputs"},
      {"UPDATE snapshots SET details = '{}'; DELETE FROM seals", "table snapshots, trial 0"},
      {"UPDATE snapshots SET details = json_set(details, '$.wrong[0]', 7); DELETE FROM seals",
       "a wrong sample does not exist"},
      {"UPDATE documents SET json = json_set(json, '$.inputs', json('[]')) WHERE name = 'scene'",
       "'scene': found 0 inputs"},
      {"UPDATE documents SET json = json_set(json, '$.targets', json('[]')) WHERE name = 'scene'",
       "'scene': found 0 targets"},
      {"UPDATE documents SET json = json_set(json, '$.targets[0]', 2) WHERE name = 'scene'",
       "'scene': a target is no class"},
      {"UPDATE documents SET json = json_set(json, '$.axes[0].points', 0) WHERE name = 'scene'",
       "'scene': found 0 points"},
      {"UPDATE documents SET json = json_set(json, '$.axes[0].points', 1000000) WHERE name = 'scene'",
       "found 1000000 points"},
      {"UPDATE documents SET json = '[' WHERE name = 'scene'", "table documents, 'scene': it is not JSON"},
      {"UPDATE documents SET json = '{\"interval\": \"x\"}' WHERE name = 'statistics'",
       "table documents, 'statistics'"},
      {"INSERT INTO documents VALUES ('activations', '[{\"name\": 1}]')", "table documents, 'activations': entry 0"},
      {"INSERT INTO documents VALUES ('tabulated', '[{\"x\": 1}]')", "table documents, 'tabulated': entry 0"},
      {"INSERT INTO documents VALUES ('stopping', '{}')", "table documents, 'stopping'"},
      {"INSERT INTO documents VALUES ('data', '{\"sets\": [], \"points\": [3, 3]}')", "table documents, 'data'"},
      {"UPDATE sessions SET provenance = 'x'", "table sessions, id 1: it is not JSON"},
      {"UPDATE parameters SET value = 'x'", "table parameters, trial 0"},
      {"DROP TABLE curves", "the table curves is missing"},
      {"CREATE VIEW v AS SELECT 1", "'v' is not as actlab makes it"},
      {"CREATE TRIGGER t AFTER INSERT ON trials BEGIN DELETE FROM curves; END", "'t' is not as actlab makes it"},
      {"ALTER TABLE trials ADD COLUMN more", "'trials' is not as actlab makes it"},
  };
  const std::string right = read_file(file());
  for (const auto& [sql, place] : changes) {
    std::ofstream(file(), std::ios::binary) << right;
    execute(sql);
    EXPECT_THAT(refusal(), AllOf(HasSubstr("run.sqlite: "), HasSubstr(place))) << sql;
  }
}

// A byte in a curve, whose change no SQL would notice.
TEST_F(CheckedRecord, NamesTheTrialOfADamagedByte) {
  std::string bytes = read_file(file());
  const float test_accuracy[]{0.25f, 0.5f};  // of the two points, as they are stored
  const std::string_view stored(reinterpret_cast<const char*>(test_accuracy), sizeof test_accuracy);
  const std::size_t at = bytes.find(stored);
  ASSERT_NE(at, std::string::npos);
  bytes[at] = static_cast<char>(bytes[at] ^ 1);
  std::ofstream(file(), std::ios::binary) << bytes;
  EXPECT_THAT(refusal(), HasSubstr("its checksum is not that of its scores and its curve. It is damaged"));

  RunRecord record = RunRecord::open(directory_.path());
  const auto damaged = record.damaged_trials();
  ASSERT_EQ(damaged.size(), 1u);
  record.forget(damaged);
  EXPECT_EQ(record.size(), 3);
  EXPECT_EQ(refusal(), "");
}

TEST_F(CheckedRecord, KnowsDamagedOutputsAndWeights) {
  execute("UPDATE parameters SET value = 0.75 WHERE trial = 2");
  RunRecord record = RunRecord::open(directory_.path());
  EXPECT_THAT(record.damaged_trials(),
              testing::ElementsAre(testing::Pair(2, "the checksum of its outputs is another one")));

  RecordedTrial trial = sample_trial(1);
  trial.weights_checksum = 7;
  record.forget(record.damaged_trials());
  record.save(std::vector{trial});
  EXPECT_THAT(record.damaged_trials().at(1), HasSubstr("weights/A-1-point0.pt is missing"));
}

TEST(RunRecordCreate, IsOneTransactionWithWhatBelongsToIt) {
  const TemporaryDirectory directory;
  EXPECT_THROW(
      RunRecord::create(directory.path(), sample_header(), [](RunRecord&) { throw std::runtime_error("ended"); }),
      std::runtime_error);
  EXPECT_TRUE(RunRecord::is_empty(directory.path()));
  RunRecord::create(directory.path(), sample_header());
  EXPECT_FALSE(RunRecord::is_empty(directory.path()));
}

TEST(RunRecordCheckpoint, IsPutOffWhileAnotherProgramReads) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  record.save(std::vector{sample_trial(0)});
  {
    Database reader(directory / "run.sqlite", Database::Access::read);
    Statement row = reader.prepare("SELECT * FROM trials");
    ASSERT_TRUE(row.step());
    EXPECT_FALSE(record.checkpoint());
  }
  EXPECT_EQ(record.size(), 1);
  EXPECT_TRUE(record.checkpoint());
}

TEST(RunRecord, IsNotFollowedThroughALink) {
  const TemporaryDirectory directory, other;
  RunRecord::create(other.path(), sample_header()).checkpoint();
  std::filesystem::create_symlink(other / "run.sqlite", directory / "run.sqlite");
  EXPECT_THROW(RunRecord::open(directory.path()), std::runtime_error);
}

}  // namespace
}  // namespace actlab
