#include "show/report/braille_plot.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>
#include <sstream>

#include "show/report/table.h"

namespace actlab {
namespace {

std::vector<std::string> lines_of(const std::string& text) {
  std::vector<std::string> lines;
  std::istringstream stream(text);
  for (std::string line; std::getline(stream, line);) lines.push_back(line);
  return lines;
}

Panel line_from(double low, double high) {
  Panel panel{"line", {}};
  for (int i = 0; i < panel_samples; ++i) panel.y.push_back(low + (high - low) * i / (panel_samples - 1));
  return panel;
}

TEST(BraillePlot, RunsFromTheBottomLeftToTheTopRight) {
  const auto lines = lines_of(braille_panels({line_from(-1, 1)}, -2, 2));
  ASSERT_EQ(lines.size(), 11u);
  EXPECT_THAT(lines[1], testing::AllOf(testing::StartsWith("     1 "), testing::EndsWith("⣀⠤⠒⠉")));
  EXPECT_THAT(lines[9], testing::StartsWith("    -1 ⣀⠤⠒⠉"));
  EXPECT_THAT(lines[10], testing::AllOf(testing::HasSubstr("-2"), testing::EndsWith("2")));
}

TEST(BraillePlot, PlacesTwoPanelsInNinetySixColumns) {
  for (const std::string& line : lines_of(braille_panels({line_from(-1, 1), line_from(0, 5)}, 0, 1)))
    EXPECT_LE(display_width(line), 96u);
}

TEST(BraillePlot, LeavesGapsAtNanAndAtJumps) {
  Panel jump{"jump", std::vector<double>(panel_samples, -1)};
  std::fill(jump.y.begin() + panel_samples / 2, jump.y.end(), 1);
  jump.y[0] = std::nan("");
  const auto lines = lines_of(braille_panels({jump}, 1, 2));  // no axis of x = 0 in sight
  EXPECT_EQ(lines[3].find_first_not_of(' '), std::string::npos);
  EXPECT_THAT(lines[9], testing::StartsWith("    -1 ⢀"));
}

TEST(BraillePlot, ShowsAConstant) {
  EXPECT_THAT(braille_panels({Panel{"zero", std::vector<double>(panel_samples, 0)}}, -1, 1), testing::HasSubstr("⠒⠒⠒"));
}

}  // namespace
}  // namespace actlab
