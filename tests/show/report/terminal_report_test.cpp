#include "show/report/terminal_report.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "lab/record/temporary_directory.h"
#include "show/report/run_sample.h"
#include "show/report/table.h"

namespace actlab {
namespace {

using testing::HasSubstr;
using testing::Not;

TEST(TerminalReport, HasAnswerTableCurvesAndBoundaries) {
  const TemporaryDirectory directory;
  write_sample_run(directory.path());
  const std::string text = terminal_report(load_run(directory.path()), {});
  EXPECT_THAT(text, HasSubstr("accuracy"));
  EXPECT_THAT(text, HasSubstr("95 % interval"));
  EXPECT_THAT(text, HasSubstr("A  ▁█"));
  EXPECT_THAT(text, HasSubstr("the most probable class over x0 and x1, seed 0: ░ out █ in"));
  EXPECT_THAT(text, HasSubstr("░░░░"));
  EXPECT_THAT(text, HasSubstr("████"));
  EXPECT_THAT(text, Not(HasSubstr("\x1b")));
}

TEST(TerminalReport, IsNotWiderThanTheScreen) {
  const TemporaryDirectory directory;
  RunHeader header = sample_header();
  header.models[0].name = std::string(70, 'x') + "ü";
  write_sample_run(directory.path(), header);
  const RunData run = load_run(directory.path());
  for (const std::size_t columns : {20u, 40u, 60u, 80u, 120u, 200u}) {
    std::istringstream lines(terminal_report(run, {.columns = columns}));
    for (std::string line; std::getline(lines, line);) EXPECT_LE(display_width(line), columns) << line;
  }
}

TEST(TerminalReport, HasColoursIfRequested) {
  const TemporaryDirectory directory;
  write_sample_run(directory.path());
  EXPECT_THAT(terminal_report(load_run(directory.path()), {.colours = true}), HasSubstr("\x1b[38;5;"));
}

TEST(Sparkline, RangesFromTheLowestToTheHighestBlock) {
  EXPECT_EQ(sparkline({0, 0.5, 1}, 0, 1, 10), "▁▅█");
  EXPECT_EQ(sparkline({0, NAN, 1}, 0, 1, 10), "▁ █");
  EXPECT_EQ(sparkline({1, 1}, 1, 1, 10), "▅▅");
  EXPECT_EQ(display_width(sparkline(std::vector<double>(500, 1.0), 0, 1, 30)), 30u);
}

TEST(Clipped, EndsWithAnEllipsisIfShortened) {
  EXPECT_EQ(clipped("größer", 6), "größer");
  EXPECT_EQ(clipped("größer", 5), "größ…");
  EXPECT_EQ(clipped("größer", 0), "");
}

}  // namespace
}  // namespace actlab
