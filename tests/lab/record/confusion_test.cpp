// Expected numbers are from tools/statistics/classes.py.
#include "lab/record/confusion.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <stdexcept>

#include "lab/record/class_numbers.h"

namespace actlab {
namespace {

using testing::ElementsAre;

TEST(Confusion, IsThatOfScikitLearn) {
  const Confusion expected{{0, 0, 159}, {0, 1, 6}, {0, 2, 10}, {0, 3, 8},  {1, 0, 9}, {1, 1, 66},
                           {1, 2, 5},   {1, 3, 1}, {2, 0, 5},  {2, 2, 26}, {3, 0, 1}, {3, 3, 4}};
  EXPECT_EQ(count_confusion(sample_labels(), sample_predictions(), 4), expected);
  EXPECT_EQ(count_confusion(sample_labels(), sample_predictions(), 5000), expected) << "with thousands of classes";
}

TEST(Confusion, CountsAManyClassedSampleWithoutAllItsCells) {
  const std::vector<std::int32_t> labels{99999, 5, 99999}, predictions{5, 5, 5};
  EXPECT_THAT(count_confusion(labels, predictions, 100000),
              ElementsAre(ConfusionCell{5, 5, 1}, ConfusionCell{99999, 5, 2}));
  EXPECT_THROW(count_confusion(labels, std::vector<std::int32_t>{1}, 100000), std::invalid_argument);
}

TEST(BalancedAccuracy, IsThatOfScikitLearn) {
  Confusion confusion = count_confusion(sample_labels(), sample_predictions(), 4);
  EXPECT_DOUBLE_EQ(balanced_accuracy(confusion), 0.8305942378126407);
  std::erase_if(confusion, [](const ConfusionCell& cell) { return cell.label == 1; });
  EXPECT_DOUBLE_EQ(balanced_accuracy(confusion), 0.8358540454785827) << "a class without samples is left out";
  EXPECT_TRUE(std::isnan(balanced_accuracy({})));
}

TEST(Confusion, IsSummedOverTrials) {
  const Confusion a{{0, 0, 5}, {1, 0, 2}}, b{{0, 0, 4}, {0, 1, 1}, {1, 1, 2}};
  const std::vector<const Confusion*> both{&a, &b};
  EXPECT_EQ(sum_of(both), (Confusion{{0, 0, 9}, {0, 1, 1}, {1, 0, 2}, {1, 1, 2}}));
  EXPECT_THAT(samples_by_class(b, 3), ElementsAre(5, 2, 0));
}

TEST(UnequalClasses, BeginAtOneAndAHalfTimesTheSmallest) {
  using Counts = std::vector<std::int64_t>;
  EXPECT_TRUE(is_unequal(Counts{150, 100}));
  EXPECT_FALSE(is_unequal(Counts{149, 100, 120}));
  EXPECT_TRUE(is_unequal(Counts{99, 1}));
  EXPECT_TRUE(is_unequal(Counts{5, 0})) << "a class without held-out samples";
  EXPECT_FALSE(is_unequal(Counts{}));
}

}  // namespace
}  // namespace actlab
