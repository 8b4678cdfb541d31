#include "lab/training/loss.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <functional>
#include <string>

#include "core/error.h"
#include "lab/training/loss_data.h"

namespace actlab {
namespace {

using testing::HasSubstr;

std::string message_of(const std::function<void()>& call) {
  try {
    call();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(Loss, AutoSelectsTheLossForTheData) {
  EXPECT_EQ(make_loss("auto", with_classes(3)).name(), "cross_entropy");
  EXPECT_EQ(make_loss("auto", with_numbers()).name(), "mse");
}

TEST(Loss, SetsTheNumberOfOutputs) {
  EXPECT_EQ(make_loss("cross_entropy", with_classes(3)).outputs, 3);
  EXPECT_EQ(make_loss("bce", with_classes(2)).outputs, 1);
  EXPECT_EQ(make_loss("mse", with_classes(3)).outputs, 3);
  EXPECT_EQ(make_loss("mse", with_numbers()).outputs, 1);
}

TEST(Loss, ThatDoesNotFitTheDataIsRejectedWithASuggestion) {
  EXPECT_THAT(message_of([] { make_loss("cross_entropy", with_numbers()); }), HasSubstr("use mse"));
  EXPECT_THAT(message_of([] { make_loss("bce", with_numbers()); }), HasSubstr("use mse"));
  EXPECT_THAT(message_of([] { make_loss("bce", with_classes(3)); }), HasSubstr("use cross_entropy"));
  EXPECT_THAT(message_of([] { make_loss("msee", with_classes(3)); }), HasSubstr("did you mean 'mse'"));
}

}  // namespace
}  // namespace actlab
