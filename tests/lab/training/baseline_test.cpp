// Expected numbers are from tools/statistics/classes.py.
#include "lab/training/baseline.h"

#include <gtest/gtest.h>

#include <cmath>

#include "lab/record/class_numbers.h"
#include "lab/training/support.h"

namespace actlab {
namespace {

// The first 200 samples are for training, the rest is held out.
Dataset with_labels(const std::vector<std::int32_t>& labels, std::int64_t classes) {
  Dataset data;
  data.classes = classes;
  data.train.labels.assign(labels.begin(), labels.begin() + 200);
  data.test.labels.assign(labels.begin() + 200, labels.end());
  data.train.inputs = Matrix(200, 1);
  data.test.inputs = Matrix(static_cast<std::int64_t>(data.test.labels.size()), 1);
  return data;
}

TEST(Baseline, OfClassesIsTheMostFrequentOneInTraining) {
  const Baseline baseline = baseline_of(with_labels(sample_labels(), 4));
  EXPECT_DOUBLE_EQ(baseline.train.accuracy, 0.59);
  EXPECT_DOUBLE_EQ(baseline.test.accuracy, 0.65);
  EXPECT_DOUBLE_EQ(baseline.test_balanced, 1.0 / 3) << "class 3 is not in the held-out sample";
  EXPECT_TRUE(std::isnan(baseline.train.loss) && std::isnan(baseline.test.loss));
}

TEST(Baseline, IsChosenOnTheTrainingSampleAlone) {
  std::vector<std::int32_t> labels(300, 1);
  std::fill(labels.begin(), labels.begin() + 150, 0);
  const Baseline baseline = baseline_of(with_labels(labels, 2));
  EXPECT_EQ(baseline.train.accuracy, 0.75);
  EXPECT_EQ(baseline.test.accuracy, 0);
  EXPECT_EQ(baseline.test_balanced, 0);
}

TEST(Baseline, OfARegressionIsTheMeanOfTheTrainingTargets) {
  Dataset data;
  data.train.inputs = data.train.values = Matrix(200, 1);
  data.test.inputs = data.test.values = Matrix(100, 1);
  const std::vector<std::int32_t> targets = class_numbers(300, 2);
  for (std::int64_t i = 0; i < 300; ++i)
    (i < 200 ? data.train.values.at(i, 0) : data.test.values.at(i - 200, 0)) =
        static_cast<float>(targets[static_cast<std::size_t>(i)]) / 1000;
  const Baseline baseline = baseline_of(data);
  EXPECT_NEAR(baseline.train.loss, 92.35870164282127, 1e-5);
  EXPECT_NEAR(baseline.test.loss, 90.02121035653701, 1e-5);
  EXPECT_TRUE(std::isnan(baseline.train.accuracy) && std::isnan(baseline.test_balanced));
}

TEST(Baseline, HasNoHeldOutScoreWithoutAHeldOutSample) {
  Dataset data = with_labels(std::vector<std::int32_t>(201, 0), 2);
  data.test = {};
  const Baseline baseline = baseline_of(data);
  EXPECT_EQ(baseline.train.accuracy, 1);
  EXPECT_TRUE(std::isnan(baseline.test.accuracy) && std::isnan(baseline.test_balanced));
}

}  // namespace
}  // namespace actlab
