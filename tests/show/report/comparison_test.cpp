#include "show/report/comparison.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include "core/error.h"
#include "lab/record/temporary_directory.h"
#include "show/report/answer.h"
#include "show/report/run_sample.h"
#include "show/report/sections.h"

namespace actlab {
namespace {

using testing::ElementsAre;
using testing::HasSubstr;

class Comparison : public testing::Test {
 protected:
  RunData run(const std::string& name, const RunHeader& header = sample_header()) {
    std::filesystem::create_directory(directory_ / name);
    write_sample_run(directory_ / name, header);
    return load(name);
  }
  RunData load(const std::string& name) { return load_run(directory_ / name); }
  void record_stopping(const std::string& name, const StoppingRecord& stopping) {
    RunRecord::open(directory_ / name).set_stopping(stopping, 4);
  }

 private:
  TemporaryDirectory directory_;
};

TEST_F(Comparison, AddsTheRunToModelNamesAndPairsModelsBySeed) {
  const RunData merged = merge_runs({run("first"), run("second")});
  EXPECT_THAT(merged.model_names(), ElementsAre("A · first", "B · first", "A · second", "B · second"));
  EXPECT_EQ(merged.summary.pairs.size(), 6u);
  for (const PairSummary& pair : merged.summary.pairs) EXPECT_EQ(pair.train.difference.count, 2u);
  EXPECT_EQ(merged.replays.size(), 4u);
  EXPECT_EQ(merged.curves.size(), 8u);
  EXPECT_EQ(merged.trials[static_cast<std::size_t>(merged.curves[7].trial)].model, "B · second");
}

TEST_F(Comparison, MakesAModelOfEachSweepPointIfTheSweepsDiffer) {
  RunHeader swept = sample_header();
  swept.sweep_keys = {"training.optimizer.lr"};
  swept.points = {{"0.1"}};
  EXPECT_THAT(merge_runs({run("plain"), run("swept", swept)}).model_names(),
              ElementsAre("A · plain", "B · plain", "A lr = 0.1 · swept", "B lr = 0.1 · swept"));
}

TEST_F(Comparison, KeepsTheClassNamesOfEachRun) {
  RunHeader first = sample_header(), second = sample_header();
  first.data = {{{"out", "in"}}};
  second.data = {{{"no", "yes"}}};
  for (RunHeader* header : {&first, &second}) {
    for (ModelRecord& model : header->models) model.data = 0;
  }
  const RunData merged = merge_runs({run("first", first), run("second", second)});
  EXPECT_THAT(merged.summary.classes(merged.summary.models[0]), ElementsAre("out", "in"));
  EXPECT_THAT(merged.summary.classes(merged.summary.models[3]), ElementsAre("no", "yes"));
  EXPECT_EQ(merged.summary.baselines.size(), 1u) << "the same seeds have the same baselines";
}

TEST_F(Comparison, KnowsDataByTheirContent) {
  const auto of_file = [](const std::string& path, const std::string& hash) {
    RunHeader header = sample_header();
    header.config = "data:\n  kind: csv\n  file: " + path + "\n";
    header.data = {{.classes = {"a", "b"}, .file = path, .hash = hash}};
    for (ModelRecord& model : header.models) model.data = 0;
    return header;
  };
  const RunData first = run("first", of_file("a.csv", "01"));
  EXPECT_THAT(merge_runs({first, run("copy", of_file("b.csv", "01"))}).incomparable_keys, ElementsAre());
  EXPECT_THAT(merge_runs({first, run("changed", of_file("a.csv", "02"))}).incomparable_keys,
              ElementsAre("the content of data.file"));
}

TEST_F(Comparison, RejectsClassificationWithRegression) {
  RunHeader regression = sample_header();
  regression.regression = true;
  EXPECT_THROW(merge_runs({run("classes"), run("numbers", regression)}), UsageError);
}

TEST_F(Comparison, DoesNotCompareRunsOfOtherDataOrLosses) {
  for (const std::string config : {"data:\n  kind: circle\n  samples: 20\n", "training:\n  loss: mse\n"}) {
    RunHeader other = sample_header();
    other.config = config;
    const std::string name = "other" + std::to_string(config.size());
    const RunData merged = merge_runs({run("first" + name), run(name, other)});
    EXPECT_FALSE(merged.incomparable_keys.empty());
    EXPECT_EQ(merged.summary.pairs.size(), 2u) << "those of each run";
    EXPECT_THAT(answer_of(merged).sentence, HasSubstr("No verdict: the runs differ in " + merged.incomparable_keys[0]));
  }
  RunHeader rate = sample_header();
  rate.config += "training:\n  optimizer:\n    lr: 0.1\n";
  EXPECT_TRUE(merge_runs({run("a"), run("b", rate)}).incomparable_keys.empty());
}

TEST_F(Comparison, SaysWhyEachRunStopped) {
  StoppingRecord until{"until", 0.005, 20, 2000, 203, true, {{{0, "B"}, {0, "A"}, {203, 0.01, 0.008, 0.012}}}, {}};
  StoppingRecord race{"race", 0, 20, 500, 60, true, {}, {{{0, "B"}, {0, "A"}, 60, 0, {60, 0.03, 0.01, 0.05}}}};
  run("narrow");
  record_stopping("narrow", until);
  run("raced");
  record_stopping("raced", race);
  const RunData merged = merge_runs({load("narrow"), run("fixed"), load("raced")});
  EXPECT_THAT(answer_of(merged).notes,
              ElementsAre(HasSubstr("narrow: Stopped after 203 seeds: the widest 95 % interval is 0.40 points"),
                          HasSubstr("raced: Stopped after 60 seeds: the race is decided, A is left."),
                          HasSubstr("raced: Dropped B after 60 seeds"), HasSubstr("raced: Means of dropped models"),
                          HasSubstr("not better than the baseline")));
  EXPECT_TRUE(merged.summary.is_dropped({0, "B · raced", "", 0}));
  EXPECT_FALSE(merged.summary.is_dropped({0, "B · narrow", "", 0}));
}

TEST_F(Comparison, UsesTheBootstrapIfTheRunsHaveDifferentMethodsForIntervals) {
  RunHeader t = sample_header();
  t.interval = IntervalMethod::t;
  EXPECT_EQ(merge_runs({run("a", t), run("b", t)}).header().interval, IntervalMethod::t);
  EXPECT_EQ(merge_runs({run("c", t), run("d")}).header().interval, IntervalMethod::bca);
}

TEST_F(Comparison, ShowsKeysThatDiffer) {
  RunHeader other = sample_header();
  other.config = "name: sample\ntraining:\n  optimizer:\n    lr: 0.1\n";
  const Json section = settings_section(merge_runs({run("first"), run("second", other)}));
  ASSERT_EQ(section["rows"].size(), 1u);
  EXPECT_EQ(section["rows"][0], (Json{"training.optimizer.lr", "", "0.1"}));
  EXPECT_TRUE(settings_section(run("alone")).is_null());
}

TEST(FlatConfig, ReadsQuotedKeysAndBlockLists) {
  const auto flat =
      flat_config("# a comment\nmodels:\n  \"a: b\":\n    hidden: [3]\n    layers:\n      - {x: 1}\nseeds: 2\n");
  EXPECT_EQ(flat.at("models.\"a: b\".hidden"), "[3]");
  EXPECT_THAT(flat.at("models.\"a: b\".layers"), HasSubstr("{x: 1}"));
  EXPECT_EQ(flat.at("seeds"), "2");
}

}  // namespace
}  // namespace actlab
