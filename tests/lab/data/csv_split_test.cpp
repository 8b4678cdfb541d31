// Which rows are for training and which for testing.
#include <gmock/gmock.h>

#include <algorithm>
#include <set>

#include "lab/data/csv_support.h"

namespace actlab {
namespace {

using testing::HasSubstr;

std::string hundred_rows() {
  std::string text = "x,class\n";
  for (int i = 0; i < 100; ++i) text += std::to_string(i) + (i % 2 == 0 ? ",even\n" : ",odd\n");
  return text;
}

TEST(CsvSplit, TestFractionSplitsTheRowsBySeed) {
  Csv csv = csv_of(hundred_rows());
  csv.types = TypesField({{"x", ColumnType::number}});  // it counts the rows
  csv.test_fraction = 0.25;
  csv.stratify = false;
  const Dataset data = make_dataset(csv, 0);
  EXPECT_EQ(data.train.size(), 75);
  EXPECT_EQ(data.test.size(), 25);
  for (std::int64_t i = 0; i < 75; ++i)
    EXPECT_EQ(static_cast<std::int64_t>(data.train.inputs.at(i, 0)) % 2,
              data.train.labels[static_cast<std::size_t>(i)]);
  std::vector<std::int64_t> all(data.train.inputs.values.begin(), data.train.inputs.values.end());
  all.insert(all.end(), data.test.inputs.values.begin(), data.test.inputs.values.end());
  EXPECT_EQ(all, NumpyRandom(0).permutation(100));
  std::sort(all.begin(), all.end());
  for (std::int64_t i = 0; i < 100; ++i) EXPECT_EQ(all[static_cast<std::size_t>(i)], i);
  EXPECT_FALSE(equal(data, make_dataset(csv, 1)));
}

TEST(CsvSplit, HoldsOutTheSameShareOfEachClass) {
  std::string text = "x,class\n";
  for (int i = 0; i < 100; ++i) text += fmt::format("{},{}\n", i, i % 10 == 0 ? "rare" : i % 2 == 0 ? "even" : "odd");
  Csv csv = csv_of(text);
  csv.types = TypesField({{"x", ColumnType::number}});
  csv.test_fraction = 0.3;
  for (std::uint32_t seed = 0; seed < 5; ++seed) {
    const Dataset data = make_dataset(csv, seed);
    const auto count = [](const Samples& samples, std::int64_t label) {
      return std::count(samples.labels.begin(), samples.labels.end(), label);
    };
    EXPECT_EQ(count(data.test, 0), 12);
    EXPECT_EQ(count(data.test, 1), 15);
    EXPECT_EQ(count(data.test, 2), 3);
    EXPECT_EQ(data.train.size() + data.test.size(), 100);
  }
}

TEST(CsvSplit, LeavesEachClassInTraining) {
  Csv csv = csv_of("x,class\n1,a\n2,b\n3,a\n4,b\n");
  csv.test_fraction = 0.5;
  for (std::uint32_t seed = 0; seed < 20; ++seed) {
    const Dataset data = make_dataset(csv, seed);
    EXPECT_EQ(std::set(data.train.labels.begin(), data.train.labels.end()).size(), 2u);
    EXPECT_EQ(data.test.size(), 2);
  }
}

}  // namespace
}  // namespace actlab
