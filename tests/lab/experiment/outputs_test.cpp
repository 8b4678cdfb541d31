#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <atomic>
#include <filesystem>

#include "fake_backend.h"
#include "lab/experiment/config_text.h"
#include "lab/experiment/run.h"
#include "lab/experiment/session.h"
#include "lab/record/query.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

/// Runs a config and queries its record.
class RecordedOutputs : public testing::Test {
 protected:
  void run(const std::string& text) {
    const Experiment experiment = experiment_of(text);
    const FakeBackend backend;
    const Engines engines = make_engines(backend);
    const Plan plan = make_plan(experiment, engines);
    const std::atomic<bool> stop = false;
    Session session = open_session(plan, {.runs = {}, .out = directory_ / "run"}, {});
    run_trials(plan, missing_trials(plan, session.record), session.record, session.directory, backend, stop, {});
  }
  double number(const std::string& sql) { return Query(directory_ / "run").number(sql); }

  TemporaryDirectory directory_;
};

const std::string small_circle =
    "data: {kind: circle, samples: 30}\nmodels: {A: {hidden: [3], activation: relu}}\nseeds: 2\n";

TEST_F(RecordedOutputs, IncludeEveryUnitForEveryTrainingSample) {
  run(small_circle + "training: {epochs: 2}\nrecord: {outputs: true}\n");
  EXPECT_EQ(number("select count(*) from outputs"), 2 * 30 * (2 + 3 + 2));
  EXPECT_EQ(number("select count(distinct layer) from outputs"), 3);
  EXPECT_EQ(number("select count(*) from parameters"), 2 * (3 * 3 + 4 * 2));
}

TEST_F(RecordedOutputs, EqualTheOutputsOfTheRecordedWeights) {
  run(small_circle + "training: {epochs: 2}\nrecord: {outputs: true}\n");
  EXPECT_LT(
      number("select max(abs(o.value - (select max(0, sum(p.value * coalesce(x.value, 1))) from parameters p"
             " left join outputs x on x.trial = p.trial and x.layer = 0 and x.sample = o.sample and x.unit = p.input"
             " where p.trial = o.trial and p.layer = 1 and p.unit = o.unit))) from outputs o where o.layer = 1"),
      1e-6);
}

TEST_F(RecordedOutputs, AreAlsoRecordedWithoutTraining) {
  run("data: {kind: circle, samples: 30}\n"
      "models: {A: {hidden: [], init: {kind: explicit, layers: [{weight: [[0, 0], [0, 0]], bias: [1, 2]}]}}}\n"
      "training: none\nseeds: 1\nrecord: {outputs: true}\n");
  EXPECT_EQ(number("select min(value) from outputs where layer = 1 and unit = 1"), 2);
}

TEST_F(RecordedOutputs, AreNotRecordedByDefaultAndAddNoWeightFiles) {
  run(small_circle + "training: {epochs: 2}\n");
  EXPECT_EQ(number("select count(*) from outputs"), 0);
  EXPECT_EQ(number("select count(*) from parameters"), 0);
  EXPECT_FALSE(std::filesystem::exists(directory_ / "run" / "weights"));
}

}  // namespace
}  // namespace actlab
