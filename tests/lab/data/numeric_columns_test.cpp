// Expected numbers are from tools/statistics/standardize.py.
#include "lab/data/numeric_columns.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "lab/data/all.h"
#include "lab/data/scaled_table.h"
#include "lab/data/support.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;

/// Every second row is for training. Input 1 is not a number; input 3 is a constant.
struct SplitTable {
  NumericColumns columns;
  Split split;
  Dataset data;

  SplitTable() {
    const ScaledTable table;
    columns.features = {{0, table.small}, {2, table.time}, {3, std::vector<double>(60, 0.1)}};
    columns.targets = table.target;
    for (std::int64_t i = 0; i < 60; ++i) (i % 2 == 0 ? split.train : split.test).push_back(i);
    for (Samples* samples : {&data.train, &data.test}) {
      samples->inputs = Matrix(30, 4);
      samples->values = Matrix(30, 1);
      for (std::int64_t i = 0; i < 30; ++i) samples->inputs.at(i, 1) = static_cast<float>(i % 2);
    }
    standardize(data, columns, split);
  }
};

TEST(Standardize, IsThatOfScikitLearnsStandardScaler) {
  const SplitTable table;
  const auto& [inputs, targets, absent] = table.data.preprocessing;
  EXPECT_THAT(inputs.means,
              ElementsAre(testing::DoubleNear(16.3502, 1e-13), 0, testing::DoubleNear(1700001706.4500003, 1e-6), 0.1));
  EXPECT_THAT(inputs.deviations, ElementsAre(testing::DoubleNear(8.993888255921352, 1e-13), 1,
                                             testing::DoubleNear(861.3620279396883, 1e-9), 1));
  EXPECT_NEAR(targets.means.at(0), 9054.934999976158, 1e-9);
  EXPECT_NEAR(targets.deviations.at(0), 2715.227456495792, 1e-9);
  const Samples &train = table.data.train, &test = table.data.test;
  EXPECT_FLOAT_EQ(train.inputs.at(0, 0), 0.1553054652508479f);
  EXPECT_FLOAT_EQ(train.inputs.at(0, 2), 0.7510779194164383f) << "float32 knows this time to 128 seconds only";
  EXPECT_FLOAT_EQ(test.inputs.at(29, 0), 1.3821385863690125f);
  EXPECT_FLOAT_EQ(test.inputs.at(29, 2), 1.667185170849496f);
  EXPECT_FLOAT_EQ(test.values.at(29, 0), 1.1093416843652595f);
}

TEST(Standardize, LeavesOtherInputsAndConstantsAlone) {
  const SplitTable table;
  for (std::int64_t i = 0; i < 30; ++i) {
    EXPECT_EQ(table.data.train.inputs.at(i, 1), static_cast<float>(i % 2));
    EXPECT_EQ(table.data.train.inputs.at(i, 3), 0);
  }
}

TEST(Standardize, CanBeUndone) {
  const SplitTable table;
  const Scaling& scaling = table.data.preprocessing.inputs;
  const Matrix back = scaling.unscaled(table.data.test.inputs);
  EXPECT_NEAR(back.at(29, 0), table.columns.features[0].values[59], 1e-5);
  EXPECT_EQ(back.at(1, 1), 1);
  const Matrix again = scaling.scaled(back);
  EXPECT_NEAR(again.at(29, 0), table.data.test.inputs.at(29, 0), 1e-6);
  EXPECT_EQ(Scaling().scaled(back), back);
}

Csv scaled_csv(bool is_scaled) {
  Csv csv;
  csv.file = write_file("table.csv", ScaledTable().csv());
  csv.task = "regression";
  csv.standardize = is_scaled;
  return csv;
}

std::pair<double, double> mean_and_deviation(const Matrix& matrix, std::int64_t column) {
  double sum = 0, squares = 0;
  for (std::int64_t i = 0; i < matrix.rows; ++i) {
    sum += matrix.at(i, column);
    squares += matrix.at(i, column) * matrix.at(i, column);
  }
  const double mean = sum / static_cast<double>(matrix.rows);
  return {mean, std::sqrt(squares / static_cast<double>(matrix.rows) - mean * mean)};
}

TEST(Standardize, OfACsvFileUsesTheTrainingPartOfTheSeedAlone) {
  const Dataset first = make_dataset(scaled_csv(true), 1), second = make_dataset(scaled_csv(true), 2);
  EXPECT_NE(first.preprocessing.inputs, second.preprocessing.inputs) << "seeds have other training parts";
  for (const std::int64_t column : {0, 1}) {
    const auto [mean, deviation] = mean_and_deviation(first.train.inputs, column);
    EXPECT_NEAR(mean, 0, 1e-6);
    EXPECT_NEAR(deviation, 1, 1e-6);
    EXPECT_GT(std::abs(mean_and_deviation(first.test.inputs, column).first), 1e-3) << "not scaled by itself";
  }
  const auto [mean, deviation] = mean_and_deviation(first.train.values, 0);
  EXPECT_NEAR(mean, 0, 1e-6);
  EXPECT_NEAR(deviation, 1, 1e-6);
}

TEST(Standardize, KeepsTheSplitAndTheRowsOfTheFile) {
  const Dataset plain = make_dataset(scaled_csv(false), 1), scaled = make_dataset(scaled_csv(true), 1);
  EXPECT_TRUE(plain.preprocessing.is_identity());
  const Matrix back = scaled.preprocessing.targets.unscaled(scaled.test.values);
  ASSERT_EQ(back.rows, plain.test.values.rows);
  for (std::int64_t i = 0; i < back.rows; ++i) EXPECT_NEAR(back.at(i, 0), plain.test.values.at(i, 0), 0.01);
}

std::string printed(const Csv& csv) {
  testing::internal::CaptureStderr();
  make_dataset(csv, 0);
  return testing::internal::GetCapturedStderr();
}

TEST(UnequalScales, AreReportedFromAFactorOf100On) {
  const auto warning = [](double factor) {
    std::string text = "age,income,constant,class\n";
    for (const int i : {1, 2, 4, 7, 1, 3}) text += fmt::format("{},{},5,{}\n", i, factor * i, i % 2 == 0 ? "a" : "b");
    Csv csv;
    csv.file = write_file("table.csv", text);
    csv.test_fraction = 0;
    return printed(csv);
  };
  EXPECT_EQ(warning(99), "");
  EXPECT_EQ(warning(1 / 99.0), "");
  EXPECT_THAT(warning(128),
              AllOf(HasSubstr("table.csv: the feature 'income' has a standard deviation of "),
                    HasSubstr("'age' one of 2.08"), HasSubstr("a factor of 128,"), HasSubstr("set standardize: true")));
  EXPECT_THAT(warning(1 / 128.0), HasSubstr("the feature 'age' has a standard deviation of 2.08, 'income' one of"));
}

TEST(UnequalScales, AreNoMatterOnceStandardized) {
  Csv csv;
  csv.file = write_file("table.csv", income_csv());
  EXPECT_THAT(printed(csv), AllOf(HasSubstr("'income'"), HasSubstr("'age'")));
  csv.standardize = true;
  EXPECT_EQ(printed(csv), "");
}

TEST(AbsentLevels, AreThoseThatNoTrainingRowHas) {
  auto source = std::make_shared<DataSource>();
  source->columns = {{.name = "n"},
                     {.name = "c", .type = ColumnType::category, .first_input = 1, .levels = {"a", "b"}}};
  Dataset data;
  data.source = source;
  data.train.inputs = Matrix(2, 4);
  data.train.inputs.values = {0, 0, 1, 0, 0, 0, 1, 0};
  note_absent_levels(data);
  EXPECT_THAT(data.preprocessing.absent_inputs, ElementsAre(1)) << "level a";
}

}  // namespace
}  // namespace actlab
