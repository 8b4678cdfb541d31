#include "lab/record/exports.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

#include "lab/record/atomic_file.h"
#include "lab/record/csv.h"
#include "lab/record/provenance.h"
#include "lab/record/sample_run.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

using testing::StartsWith;

TEST(Exports, HaveOneLinePerTrialInTheOrderOfThePlan) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  record.save(std::vector{sample_trial(2), sample_trial(0)});
  export_results(record, directory.path());
  EXPECT_EQ(read_file(directory / "trials.csv"),
            "model,seed,status,engine,epochs,train_loss,train_accuracy,test_loss,test_accuracy,seconds\n"
            "A,0,finished,eager,2,0.5,0.5,0.25,0.5,0.125\n"
            "B,0,finished,eager,2,0.5,0.75,0.25,0.5,0.125\n");
}

TEST(Exports, HaveEmptyCellsForNan) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  RecordedTrial trial = sample_trial(0);
  trial.status = TrialStatus::diverged;
  trial.train = {};
  trial.test = {};
  trial.curve[0].test.loss = std::numeric_limits<float>::quiet_NaN();
  record.save(std::vector{trial});
  export_results(record, directory.path());
  EXPECT_THAT(read_file(directory / "trials.csv"), testing::EndsWith("\nA,0,diverged,eager,2,,,,,0.125\n"));
  EXPECT_EQ(read_file(directory / "curves.csv"),
            "model,seed,epoch,train_loss,train_accuracy,test_loss,test_accuracy\n"
            "A,0,0,0.75,0.5,,0.25\n"
            "A,0,1,0.5,0.625,0.25,0.5\n");
}

TEST(Exports, HaveSweptKeysAsLastColumns) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.sweep_keys = {"training.optimizer.lr", "models.A.hidden"};
  header.points = {{"0.1", "[3, 4]"}};
  RunRecord record = RunRecord::create(directory.path(), header);
  record.save(std::vector{sample_trial(0)});
  export_results(record, directory.path());
  EXPECT_THAT(read_file(directory / "trials.csv"),
              testing::EndsWith(",seconds,training.optimizer.lr,models.A.hidden\n"
                                "A,0,finished,eager,2,0.5,0.5,0.25,0.5,0.125,0.1,\"[3, 4]\"\n"));
  EXPECT_THAT(read_file(directory / "curves.csv"), testing::HasSubstr("A,0,0,0.75,0.5,0.7,0.25,0.1,\"[3, 4]\"\n"));
}

TEST(Exports, IncludeLayerStatisticsIfRecorded) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  record.save(std::vector{sample_trial(0)});
  export_results(record, directory.path());
  EXPECT_FALSE(std::filesystem::exists(directory / "health.csv"));
  RecordedTrial trial = sample_trial(2);
  const float none = std::numeric_limits<float>::quiet_NaN();
  trial.layer_statistics = {{0, 0, 0.5f, 0.25f, 0.125f, 2}, {0, 1, none, none, none, 0.75f}};
  record.save(std::vector{trial});
  export_results(record, directory.path());
  EXPECT_EQ(read_file(directory / "health.csv"),
            "model,seed,epoch,layer,zeros,dead,saturated,gradient_norm\n"
            "B,0,0,0,0.5,0.25,0.125,2\n"
            "B,0,0,1,,,,0.75\n");
}

TEST(Exports, HaveTheConfusionMatrixOfEachModel) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.sweep_keys = {"lr"};
  header.points = {{"0.1"}};
  header.data = {{{"yes, but", "no"}}};
  for (ModelRecord& model : header.models) model.data = 0;
  RunRecord record = RunRecord::create(directory.path(), header);
  export_results(record, directory.path());
  EXPECT_FALSE(std::filesystem::exists(directory / "confusion.csv"));
  RecordedTrial first = sample_trial(0), second = sample_trial(1);
  first.confusion = {{0, 0, 3}, {1, 0, 2}};
  second.confusion = {{0, 0, 4}, {1, 1, 1}};
  record.save(std::vector{first, second});
  export_results(record, directory.path());
  EXPECT_EQ(read_file(directory / "confusion.csv"),
            "model,class,predicted,samples,lr\n"
            "A,\"yes, but\",\"yes, but\",7,0.1\n"
            "A,no,\"yes, but\",2,0.1\n"
            "A,no,no,1,0.1\n");
}

TEST(Exports, AreTheSameForAnyNumberOfThreads) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  std::vector<RecordedTrial> trials;  // more than are made into text at once
  for (std::int64_t id = 0; id < 600; ++id) {
    trials.push_back(sample_trial(id));
    trials.back().curve.front().train.loss = static_cast<float>(id) / 7;
  }
  record.save(trials);
  export_results(record, directory.path());
  const std::string alone = read_file(directory / "curves.csv");
  EXPECT_EQ(std::count(alone.begin(), alone.end(), '\n'), 1 + 2 * 600);
  for (const unsigned jobs : {2u, 5u}) {
    export_results(record, directory.path(), jobs);
    EXPECT_EQ(read_file(directory / "curves.csv"), alone) << jobs;
  }
}

TEST(Exports, AreCompleteForARunWithoutTrials) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  export_results(record, directory.path());
  EXPECT_THAT(read_file(directory / "trials.csv"), StartsWith("model,seed,"));
  const auto summary = nlohmann::json::parse(read_file(directory / "summary.json"));
  EXPECT_EQ(summary["models"][0]["finished"], 0);
  EXPECT_TRUE(summary["models"][0]["train"].is_null());
  EXPECT_TRUE(summary["differences"][0]["train"].is_null());
}

TEST(Exports, WriteConfigAndProvenanceFromTheRecord) {
  const TemporaryDirectory directory;
  RunRecord record = RunRecord::create(directory.path(), sample_header());
  record.add_session(provenance({.command = "runner x.yaml", .instruction_set = "avx2", .jobs = 3, .seeds = {0, 7}}));
  record.add_session(
      provenance({.command = "runner x.yaml --resume", .instruction_set = "avx2", .jobs = 1, .seeds = {0, 7}}));
  export_header(record, directory.path());

  EXPECT_EQ(read_file(directory / "config.yaml"), "name: sample\n");
  const auto json = nlohmann::json::parse(read_file(directory / "provenance.json"));
  EXPECT_EQ(json["command"], "runner x.yaml");
  EXPECT_EQ(json["instruction_set"], "avx2");
  EXPECT_EQ(json["jobs"], 3);
  EXPECT_EQ(json["seeds"], (std::vector{0, 7}));
  for (const char* key : {"started", "version", "compiler", "libtorch", "cpu", "os"}) {
    EXPECT_NE(json.value(key, ""), "") << key;
  }
  EXPECT_EQ(json["resumed"][0]["command"], "runner x.yaml --resume");
}

TEST(Provenance, AcceptsACommandLineThatIsNotUtf8) {
  const std::string text =
      provenance({.command = "runner \xff.yaml", .instruction_set = "avx2", .jobs = 1, .seeds = {}});
  EXPECT_TRUE(nlohmann::json::accept(text)) << text;
}

TEST(CsvLine, QuotesWhatRfc4180Quotes) {
  const auto cell = [](std::string_view text) { return std::string((CsvLine() << text).end()); };
  EXPECT_EQ(cell("plain text"), "plain text\n");
  EXPECT_EQ(cell("a,b"), "\"a,b\"\n");
  EXPECT_EQ(cell("say \"a\""), "\"say \"\"a\"\"\"\n");
  EXPECT_EQ(cell("two\nlines"), "\"two\nlines\"\n");
}

TEST(CsvLine, BeginsANewLineWithTheNextCell) {
  CsvLine line;
  EXPECT_EQ((line << 1 << 2).end(), "1,2\n");
  EXPECT_EQ((line << 3).end(), "3\n");
  EXPECT_EQ(line.end(), "\n");
}

TEST(CsvLine, BeginsAllWithTheSameCells) {
  CsvLine line;
  line << "relu" << 7;
  line.keep_as_prefix();
  EXPECT_EQ(line.end(), "relu,7\n");
  EXPECT_EQ((line << 0.5).end(), "relu,7,0.5\n");
  EXPECT_EQ((line << std::nan("") << 2).end(), "relu,7,,2\n");
  CsvLine empty;
  empty << std::string_view();
  empty.keep_as_prefix();
  EXPECT_EQ((empty << 3).end(), ",3\n");
}

TEST(CsvLine, IsSafeToOpenInASpreadsheet) {
  const auto cell = [](std::string_view text) { return std::string((CsvLine() << text).end()); };
  for (const std::string text : {"=1+1", "+SUM(A1)", "-2+3", "@cmd", "\tx", "=", "-"})
    EXPECT_EQ(cell(text), "'" + text + "\n") << text;
  EXPECT_EQ(cell("=HYPERLINK(\"http://a\",\"b\")"), "\"'=HYPERLINK(\"\"http://a\"\",\"\"b\"\")\"\n");
  for (const std::string number : {"-1", "-0.5", "+2", "-1e-3", "-inf"}) EXPECT_EQ(cell(number), number + "\n");
}

TEST(CsvLine, KeepsAnEmptyFirstCell) {
  EXPECT_EQ((CsvLine() << std::string_view() << 1).end(), ",1\n");
}

TEST(CsvLine, WritesNumbersThatReadBackTheSame) {
  EXPECT_EQ((CsvLine() << 0.1 << 0.1f << 1e-300 << std::nan("")).end(), "0.1,0.1,1e-300,\n");
}

}  // namespace
}  // namespace actlab
