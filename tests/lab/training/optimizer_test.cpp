#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <type_traits>

#include "core/error.h"
#include "lab/data/dataset.h"
#include "lab/training/config.h"
#include "lab/training/support.h"

namespace actlab {
namespace {

using testing::HasSubstr;

TEST(Optimizer, RejectsNesterovWithoutMomentum) {
  TrainingConfig training;
  training.optimizer = Sgd{.nesterov = true};
  Dataset data;
  data.classes = 2;
  try {
    check(training, data);
    FAIL() << "accepted";
  } catch (const UsageError& error) {
    EXPECT_THAT(error.what(), HasSubstr("momentum"));
  }
}

TEST(TrainingConfig, HasTheDefaultsOfAnOptimizerGivenByName) {
  for_each_alternative<OptimizerConfig>([](const auto& optimizer) {
    const auto config = from_yaml<TrainingConfig>("optimizer: " + std::string(optimizer.kind));
    const auto* read = std::get_if<std::decay_t<decltype(optimizer)>>(&config.optimizer);
    ASSERT_NE(read, nullptr) << optimizer.kind;
    EXPECT_EQ(read->lr, optimizer.lr) << optimizer.kind;
  });
}

}  // namespace
}  // namespace actlab
