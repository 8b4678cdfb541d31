#include "show/tensorboard/export.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cstdio>
#include <memory>
#include <nlohmann/json.hpp>

#include "lab/record/sample_run.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

using nlohmann::json;
using testing::ElementsAre;
using testing::IsEmpty;

/// The events of a file, read by an independent implementation.
json events_of(const std::filesystem::path& directory) {
  const std::string file = (directory / "events.out.tfevents.actlab").string();
  const std::string command = "python3 '" ACTLAB_SOURCE_DIR "/tests/show/tensorboard/read_events.py' '" + file + "'";
  const std::unique_ptr<std::FILE, int (*)(std::FILE*)> pipe(popen(command.c_str(), "r"), pclose);
  std::string output;
  for (char buffer[4096]; const std::size_t n = std::fread(buffer, 1, sizeof buffer, pipe.get());)
    output.append(buffer, n);
  return json::parse(output);
}

json tagged(const json& events, const std::string& tag) {
  json found = json::array();
  for (const json& event : events) {
    if (event.value("tag", "") == tag) found.push_back(event);
  }
  return found;
}

SnapshotRecord snapshot_after(std::int32_t epochs) {
  SnapshotRecord snapshot;
  snapshot.epochs = epochs;
  snapshot.outputs.assign(12, 0.5f);
  return snapshot;
}

class TensorBoard : public testing::Test {
 protected:
  json exported(const RecordedTrial& trial, const RunHeader& header = sample_header()) {
    RunRecord record = RunRecord::create(directory_.path(), header);
    record.set_scene({1, {{"x0", -1, 1, 2}, {"x1", -1, 1, 3}}, {"out", "in"}, {0}, {0, 0}, {1}});
    record.save(std::vector{trial});
    export_tensorboard(record, directory_.path());
    return events_of(directory_ / "tensorboard/A-1");
  }

  TemporaryDirectory directory_;
};

TEST_F(TensorBoard, BeginsEachFileWithTheVersionOfItsFormat) {
  EXPECT_EQ(exported(sample_trial(1))[0]["version"], "brain.Event:2");
}

TEST_F(TensorBoard, HasACurveForEachScoreOfEachSample) {
  const RecordedTrial trial = sample_trial(1);
  const json events = exported(trial);
  for (std::size_t i = 0; i < trial.curve.size(); ++i) {
    const auto expect = [&](const char* tag, float value) {
      const json curve = tagged(events, tag);
      ASSERT_EQ(curve.size(), trial.curve.size()) << tag;
      EXPECT_EQ(curve[i]["step"], trial.curve[i].epoch);
      EXPECT_EQ(curve[i]["scalar"].get<float>(), value);
    };
    expect("loss/train", trial.curve[i].train.loss);
    expect("loss/test", trial.curve[i].test.loss);
    expect("accuracy/train", trial.curve[i].train.accuracy);
    expect("accuracy/test", trial.curve[i].test.accuracy);
  }
}

TEST_F(TensorBoard, OmitsValuesThatWereNotMeasured) {
  RecordedTrial trial = sample_trial(1);
  for (CurvePoint& point : trial.curve) point.test.accuracy = std::numeric_limits<float>::quiet_NaN();
  EXPECT_THAT(tagged(exported(trial), "accuracy/test"), IsEmpty());
}

TEST_F(TensorBoard, HasHistogramsOfEachSnapshot) {
  RecordedTrial trial = sample_trial(1);
  trial.snapshots = {snapshot_after(7)};
  trial.snapshots[0].preactivations = {{-1, 3, {0.25f, 0.75f}, 8, 4.0, 10.0}};
  trial.snapshots[0].weights["0.weight"] = {0, 1, {1.0f}, 6, 3.0, 2.0};
  const json events = exported(trial);
  const json seen = tagged(events, "preactivations/1");
  ASSERT_EQ(seen.size(), 1u);
  EXPECT_EQ(seen[0]["step"], 7);
  EXPECT_EQ(seen[0]["histogram"]["sum_squares"], 10);
  EXPECT_THAT(seen[0]["histogram"]["limits"], ElementsAre(1, 3));
  EXPECT_THAT(seen[0]["histogram"]["counts"], ElementsAre(2, 6));
  EXPECT_EQ(tagged(events, "weights/0.weight")[0]["histogram"]["num"], 6);
}

TEST_F(TensorBoard, HasABoundaryImageOfEachSnapshot) {
  RecordedTrial trial = sample_trial(1);
  trial.snapshots = {snapshot_after(0), snapshot_after(2)};
  const json pictures = tagged(exported(trial), "boundary");
  ASSERT_EQ(pictures.size(), 2u);
  EXPECT_THAT(pictures[1]["image"]["size"], ElementsAre(8, 12));  // four pixels a point
  EXPECT_EQ(pictures[1]["image"]["png"], pictures[1]["image"]["size"]);
}

TEST_F(TensorBoard, HasADirectoryForEachTrialAndSweepPoint) {
  RunHeader header = sample_header();
  header.sweep_keys = {"training.epochs"};
  header.points = {{"1"}, {"2"}};
  RunRecord record = RunRecord::create(directory_.path(), header);
  RecordedTrial trial = sample_trial(1);
  trial.point = 1;
  record.save(std::vector{trial});
  export_tensorboard(record, directory_.path());
  EXPECT_TRUE(std::filesystem::exists(directory_ / "tensorboard/A-1-point1"));
}

}  // namespace
}  // namespace actlab
