#include "app/cli/progress.h"

#include <gtest/gtest.h>

#include "show/report/table.h"

namespace actlab {
namespace {

TEST(Progress, ShowsRateAndTimeLeft) {
  EXPECT_EQ(progress_text(0, 40, 0), "0 of 40 trials");
  EXPECT_EQ(progress_text(921, 2000, 15), "921 of 2000 trials, 61.4/s, 18 s left");
  EXPECT_EQ(progress_text(2, 10, 60), "2 of 10 trials, 30 s each, 4 min 00 s left");
  EXPECT_EQ(progress_text(40, 40, 2), "40 of 40 trials, 20/s");
  EXPECT_EQ(progress_text(921, 2000, 15, true), "921 of at most 2000 trials, 61.4/s, at most 18 s left");
}

TEST(Progress, HasABarOfConstantWidthThatGrowsInEighths) {
  EXPECT_EQ(progress_bar(0, 8, 4), "[    ] ");
  EXPECT_EQ(progress_bar(3, 8, 4), "[█▌  ] ");
  EXPECT_EQ(progress_bar(8, 8, 4), "[████] ");
  for (std::size_t done = 0; done <= 100; ++done) EXPECT_EQ(display_width(progress_bar(done, 100, 24)), 27u);
}

TEST(Progress, LogsNothingForAShortRunWithoutATerminal) {
  testing::internal::CaptureStderr();
  {
    Progress progress(1000);
    for (int i = 0; i < 1000; ++i) progress.advance(1);
  }
  EXPECT_EQ(testing::internal::GetCapturedStderr(), "");
}

TEST(Duration, IsInSecondsMinutesAndHours) {
  EXPECT_EQ(duration_text(0.84), "0.8 s");
  EXPECT_EQ(duration_text(17.6), "18 s");
  EXPECT_EQ(duration_text(59.7), "1 min 00 s");
  EXPECT_EQ(duration_text(125), "2 min 05 s");
  EXPECT_EQ(duration_text(12000), "3 h 20 min");
}

}  // namespace
}  // namespace actlab
