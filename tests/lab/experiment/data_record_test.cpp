// What the record keeps of a table: predictions from it alone, and refusals of a file that has changed.
#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <atomic>
#include <filesystem>
#include <map>
#include <utility>

#include "core/error.h"
#include "fake_backend.h"
#include "lab/data/idx_file.h"
#include "lab/data/scaled_table.h"
#include "lab/experiment/config_file.h"
#include "lab/experiment/fake_engine.h"
#include "lab/experiment/run.h"
#include "lab/experiment/session.h"
#include "lab/record/exports.h"
#include "lab/record/query.h"
#include "lab/record/temporary_directory.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::HasSubstr;

const std::string income_config =
    "data: {kind: csv, file: table.csv, standardize: true}\n"
    "models: {A: {hidden: [5], activation: relu}}\n"
    "training: {epochs: 5, optimizer: {kind: adam, lr: 0.1}}\n"
    "record: {outputs: true}\n"
    "seeds: 2\n";

class DataRecordTest : public ConfigFile {
 protected:
  /// Opens a session of the config, trains all trials, or up to `stop`, and exports the results.
  void run(
      const std::string& text, const std::function<void()>& before_training = [] {}) {
    const Experiment experiment = load(text);
    const FakeBackend backend;
    const Engines engines = make_engines(backend);
    const Plan plan = make_plan(experiment, engines);
    const std::atomic<bool> stop = false;
    Session session = open_session(plan, {.runs = {}, .out = directory_ / "run"}, {});
    before_training();
    run_trials(plan, missing_trials(plan, session.record), session.record, session.directory, backend, stop, {});
    export_results(session.record, session.directory.path());
  }

  std::string refusal(
      const std::string& text, const std::function<void()>& before_training = [] {}) {
    try {
      run(text, before_training);
      return "";
    } catch (const UsageError& error) {
      return error.what();
    }
  }

  RunRecord record() const { return RunRecord::open(directory_ / "run", Database::Access::read); }
};

/// A network with one hidden layer of ReLUs, from the tables of the record.
class RecordedNetwork {
 public:
  RecordedNetwork(Query& query, std::int64_t trial) {
    const QueryResult rows = query.rows(
        fmt::format("select layer, unit, input, value from parameters where trial = {} order by 1, 2, 3", trial));
    const auto number = [](const Cell& cell) { return std::get<double>(cell); };
    for (const auto& row : rows.rows)
      weights_[{static_cast<int>(number(row[0])), static_cast<int>(number(row[1]))}].push_back(number(row[3]));
  }

  std::vector<double> outputs(const std::vector<double>& inputs) const { return layer(2, hidden(inputs)); }

 private:
  std::vector<double> hidden(const std::vector<double>& inputs) const {
    std::vector<double> values = layer(1, inputs);
    for (double& value : values) value = std::max(0.0, value);
    return values;
  }

  std::vector<double> layer(int number, const std::vector<double>& inputs) const {
    std::vector<double> values;
    for (int unit = 0; weights_.contains({number, unit}); ++unit) {
      const std::vector<double>& row = weights_.at({number, unit});  // the bias comes first
      values.push_back(row[0]);
      for (std::size_t i = 0; i < inputs.size(); ++i) values.back() += row[i + 1] * inputs[i];
    }
    return values;
  }

  std::map<std::pair<int, int>, std::vector<double>> weights_;
};

TEST_F(DataRecordTest, DescribesTheTable) {
  write("table.csv", income_csv());
  run(income_config);
  const DataRecord data = record().header().data.at(0);
  EXPECT_EQ(std::filesystem::path(data.file).filename(), "table.csv");
  EXPECT_EQ(data.hash.size(), 32u);
  EXPECT_EQ(data.label, "buys");
  EXPECT_EQ(data.classes, (std::vector<std::string>{"no", "yes"}));
  ASSERT_EQ(data.features.size(), 2u);
  EXPECT_EQ(data.features[1].name, "income");
  EXPECT_EQ(data.features[1].type, "number");
  EXPECT_EQ(data.features[1].first_input, 1);
  EXPECT_THAT(read_file(directory_ / "run" / "summary.json"), AllOf(HasSubstr(data.hash), HasSubstr("\"income\"")));
}

// Predicts each row of the file with nothing but the record, and finds the trial's own predictions of the rows that it
// trained on: their inputs and outputs are in the record.
TEST_F(DataRecordTest, IsEnoughToPredictTheClassOfARow) {
  write("table.csv", income_csv());
  run(income_config);
  Query query(directory_ / "run");
  for (const std::int64_t trial : {0, 1}) {
    const Preprocessing preprocessing = record().preprocessing(0, static_cast<std::uint32_t>(trial));
    const RecordedNetwork network(query, trial);
    std::int64_t found = 0;
    std::istringstream lines(income_csv());
    std::string line;
    std::getline(lines, line);
    while (std::getline(lines, line)) {
      const double age = std::stod(line), income = std::stod(line.substr(line.find(',') + 1));
      const float a = preprocessing.inputs.scaled(age, 0), b = preprocessing.inputs.scaled(income, 1);
      const std::vector<double> outputs = network.outputs({a, b});
      const QueryResult recorded = query.rows(fmt::format(
          "select o.unit, o.value from outputs o join outputs x on x.trial = o.trial and x.sample = o.sample and "
          "x.layer = 0 and x.unit = 0 join outputs y on y.trial = o.trial and y.sample = o.sample and y.layer = 0 and "
          "y.unit = 1 where o.trial = {} and o.layer = 2 and x.value = {:.17g} and y.value = {:.17g} order by o.unit",
          trial, static_cast<double>(a), static_cast<double>(b)));
      if (recorded.rows.empty()) continue;  // held out
      ++found;
      for (std::size_t unit = 0; unit < 2; ++unit)
        EXPECT_NEAR(outputs[unit], std::get<double>(recorded.rows[unit][1]), 1e-4);
    }
    EXPECT_EQ(found, 320) << "the training rows";
  }
}

TEST_F(DataRecordTest, IsEnoughToPredictANumberInItsUnits) {
  const ScaledTable table;
  write("table.csv", table.csv());
  run("data: {kind: csv, file: table.csv, standardize: true, task: regression, test_fraction: 0}\n" +
      income_config.substr(income_config.find('\n') + 1));
  Query query(directory_ / "run");
  const Preprocessing preprocessing = record().preprocessing(0, 0);
  const RecordedNetwork network(query, 0);
  double squares = 0;
  for (std::size_t i = 0; i < table.small.size(); ++i) {
    const std::vector<double> inputs{preprocessing.inputs.scaled(table.small[i], 0),
                                     preprocessing.inputs.scaled(table.time[i], 1)};
    const double error = preprocessing.targets.unscaled(network.outputs(inputs).at(0), 0) - table.target[i];
    squares += error * error / static_cast<double>(table.small.size());
  }
  const double recorded = query.number("select train_loss from trials where id = 0");
  EXPECT_NEAR(squares, recorded, 1e-4 * recorded);
}

TEST_F(DataRecordTest, ExportsMeansAndDeviations) {
  write("table.csv", ScaledTable().csv());
  run("data: {kind: csv, file: table.csv, standardize: true, task: regression, test_fraction: 0}\n" +
      income_config.substr(income_config.find('\n') + 1));
  const std::string csv = read_file(directory_ / "run" / "standardized.csv");
  EXPECT_THAT(csv, testing::StartsWith("seed,role,column,mean,deviation\n0,feature,small,"));
  EXPECT_THAT(csv, AllOf(HasSubstr("\n0,target,target,"), HasSubstr("\n1,feature,time,")));
  EXPECT_EQ(std::count(csv.begin(), csv.end(), '\n'), 1 + 2 * 3);
}

TEST_F(DataRecordTest, OfComputedOrUnscaledDataHasNoMeans) {
  write("table.csv", income_csv());
  run("data: {kind: csv, file: table.csv}\n" + income_config.substr(income_config.find('\n') + 1));
  EXPECT_TRUE(record().preprocessing(0, 0).is_identity());
  EXPECT_FALSE(std::filesystem::exists(directory_ / "run" / "standardized.csv"));
}

TEST_F(DataRecordTest, ScenesAndSnapshotsAreInTheUnitsOfTheFile) {
  write("table.csv", income_csv());
  run(income_config);
  const SceneRecord scene = *record().scene();
  ASSERT_EQ(scene.axes.size(), 2u);
  EXPECT_GT(scene.axes[0].low, 10);
  EXPECT_LT(scene.axes[0].high, 90);
  EXPECT_GT(scene.axes[1].high, 100000);
  const auto [low, high] = std::minmax_element(scene.inputs.begin(), scene.inputs.end());
  EXPECT_GE(*low, 18);
  EXPECT_GT(*high, 100000);
}

TEST_F(DataRecordTest, SnapshotsOfARegressionAreInTheUnitsOfTheTarget) {
  const ScaledTable table;
  std::string text = "small,target\n";
  for (std::size_t i = 0; i < 60; ++i) text += fmt::format("{},{}\n", table.small[i], table.target[i]);
  write("table.csv", text);
  run("data: {kind: csv, file: table.csv, standardize: true, task: regression}\n"
      "models: {A: {hidden: [], init: {kind: explicit, layers: [{weight: [[0]], bias: [0]}]}}}\n"
      "training: {epochs: 1}\nseeds: 1\n");
  RunRecord run_record = record();
  const double mean = run_record.preprocessing(0, 0).targets.means.at(0);
  const std::vector<float> outputs = run_record.snapshots(0).at(0).outputs;
  ASSERT_EQ(outputs.size(), 256u);
  EXPECT_NEAR(outputs.front(), mean, 0.01) << "weights of 0 predict the mean";
  EXPECT_NEAR(outputs.back(), mean, 0.01);
  const std::vector<float> targets = run_record.scene()->targets;
  EXPECT_GT(*std::max_element(targets.begin(), targets.end()), 5000);
}

TEST_F(DataRecordTest, HasTheHashOfPictures) {
  const Experiment experiment =
      load("data: {kind: fashion_mnist, folder: " + write_fashion_mnist() + ", samples: 10, test_samples: 10}\n" +
           income_config.substr(income_config.find('\n') + 1));
  const Engines engines = make_engines(FakeBackend());
  const Plan plan = make_plan(experiment, engines);
  EXPECT_EQ(plan.header.data.at(0).hash.size(), 32u);
  EXPECT_THAT(describe(plan, experiment, 1), HasSubstr("fashion_mnist, 10 samples, 10 for testing"));
}

TEST_F(DataRecordTest, ARunIsNotContinuedOnChangedData) {
  const std::string before = income_csv();
  write("table.csv", before);
  run(income_config);
  const std::string hash = record().header().data.at(0).hash;
  const std::string trials = read_file(directory_ / "run" / "trials.csv");
  std::string changed = before;
  changed.replace(changed.rfind("yes"), 3, "no");
  write("table.csv", changed);
  const std::string message = refusal(income_config);
  EXPECT_THAT(message, AllOf(HasSubstr("table.csv: its content has changed since the run in "), HasSubstr(hash),
                             HasSubstr("restore the file")));
  EXPECT_THAT(message, testing::ContainsRegex("and is [0-9a-f]{32} now"));
  EXPECT_EQ(read_file(directory_ / "run" / "trials.csv"), trials);
  write("table.csv", before + "");
  std::filesystem::last_write_time(directory_ / "table.csv", std::filesystem::file_time_type::clock::now());
  EXPECT_EQ(refusal(income_config), "") << "the same content is the same data, whenever it was written";
}

TEST_F(DataRecordTest, ARunEndsIfItsFileChanges) {
  const std::string before = income_csv();
  write("table.csv", before);
  const std::string message = refusal(income_config, [&] { write("table.csv", before + "30,40000,yes\n"); });
  EXPECT_THAT(message, AllOf(HasSubstr("its content has changed since this run began"),
                             HasSubstr(record().header().data.at(0).hash)));
  EXPECT_TRUE(record().trials().empty());
  write("table.csv", before);
  EXPECT_EQ(refusal(income_config), "") << "it can be continued";
}

}  // namespace
}  // namespace actlab
