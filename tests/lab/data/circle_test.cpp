#include "lab/data/circle.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <algorithm>

#include "lab/data/all.h"
#include "lab/data/support.h"

namespace actlab {
namespace {

TEST(Circle, LabelsMarkPointsInsideTheUnitCircle) {
  const Dataset data = make_dataset(Circle{}, 0);
  for (const Samples& samples : {data.train, data.test}) {
    // A point within float32's rounding of the circle itself may fall on either side of it.
    for (std::int64_t i = 0; i < samples.size(); ++i) {
      const double x = samples.inputs.at(i, 0), y = samples.inputs.at(i, 1), square = x * x + y * y;
      const std::int64_t label = samples.labels[static_cast<std::size_t>(i)];
      EXPECT_TRUE(label == 1 || square > 1 - 1e-6) << x << ", " << y;
      EXPECT_TRUE(label == 0 || square < 1 + 1e-6) << x << ", " << y;
    }
  }
  EXPECT_THAT(data.class_names, testing::ElementsAre("outside", "inside"));
}

TEST(Circle, PointsFillTheSquareAndNoMore) {
  const std::vector<float> inputs = make_dataset(Circle{.samples = 10000}, 1).train.inputs.values;
  const auto [least, most] = std::minmax_element(inputs.begin(), inputs.end());
  EXPECT_GE(*least, -1.5f);
  EXPECT_LE(*most, 1.5f);
  EXPECT_LT(*least, -1.49f);
  EXPECT_GT(*most, 1.49f);
}

TEST(Circle, InsideIsItsPartOfTheSquare) {
  const std::vector<std::int64_t> labels = make_dataset(Circle{.samples = 100000}, 2).train.labels;
  const double inside = static_cast<double>(std::count(labels.begin(), labels.end(), 1));
  EXPECT_NEAR(inside / 100000, 3.14159265 / 9, 0.005);  // three standard errors
}

TEST(Circle, MoreTestSamplesDoNotChangeTheTrainingSample) {
  const Dataset few = make_dataset(Circle{.samples = 50, .test_samples = 0}, 3);
  const Dataset many = make_dataset(Circle{.samples = 50, .test_samples = 500}, 3);
  EXPECT_EQ(few.train, many.train);
  EXPECT_EQ(few.test.size(), 0);
  EXPECT_EQ(many.test.size(), 500);
}

TEST(Circle, TestSampleIsIndependentOfTheTrainingSample) {
  const Dataset data = make_dataset(Circle{.samples = 50, .test_samples = 50}, 3);
  EXPECT_NE(data.train, data.test);
  // Train and test are consecutive parts of one random stream.
  const Samples both = make_dataset(Circle{.samples = 100, .test_samples = 0}, 3).train;
  std::vector<float> inputs = data.train.inputs.values;
  inputs.insert(inputs.end(), data.test.inputs.values.begin(), data.test.inputs.values.end());
  EXPECT_EQ(inputs, both.inputs.values);
}

}  // namespace
}  // namespace actlab
