#include "lab/statistics/comparison_simulation.h"

#include <gtest/gtest.h>

#include <fstream>
#include <sstream>

namespace actlab {
namespace {

constexpr int documented_runs = 2000;

std::vector<std::string> cells(const std::string& row) {
  std::vector<std::string> found;
  std::istringstream parts(row);
  for (std::string cell; std::getline(parts, cell, '|');) found.push_back(cell);
  return found;
}

// The row of a table in docs/statistics.md that has so many columns and begins with the same kind and number of seeds.
std::string documented(const std::string& row) {
  std::ifstream file(ACTLAB_SOURCE_DIR "/docs/statistics.md");
  const auto like = cells(row);
  for (std::string line; std::getline(file, line);) {
    const auto other = cells(line);
    if (other.size() == like.size() && other.size() > 2 && other[1] == like[1] && other[2] == like[2]) return line;
  }
  return "";
}

// Four standard errors of the difference of two shares.
double tolerance(double share, int runs) {
  const double p = std::clamp(share, 0.005, 0.995);
  return 4 * std::sqrt(p * (1 - p) * (1.0 / runs + 1.0 / documented_runs)) + 0.0005;
}

void expect_as_documented(const std::string& row, int runs) {
  const auto measured = cells(row);
  const auto expected = cells(documented(row));
  ASSERT_EQ(expected.size(), measured.size()) << "docs/statistics.md has no row like " << row;
  for (std::size_t i = 3; i < measured.size(); ++i) {
    const double share = std::stod(expected[i]) / 100;
    EXPECT_NEAR(std::stod(measured[i]) / 100, share, tolerance(share, runs)) << row << ", column " << i;
  }
}

TEST(ComparisonSimulation, CoverageIsThatOfTheDocumentation) {
  for (const DifferenceKind& kind : difference_kinds()) {
    for (const std::size_t seeds : {5, 10, 20}) expect_as_documented(coverage_row(kind, seeds, 300), 300);
  }
  const DifferenceKind normal = difference_kinds()[0];
  expect_as_documented(coverage_row(normal, 100, 300), 300);
  EXPECT_LT(simulate_coverage(normal, 5, 300).bca, 0.9) << "the limit that the documentation names";
  EXPECT_GT(simulate_coverage(normal, 5, 300).t, 0.92);
}

TEST(ComparisonSimulation, FalseAlarmsAreThoseOfTheDocumentation) {
  for (const DifferenceKind& kind : difference_kinds()) {
    for (const std::size_t seeds : {5, 10}) expect_as_documented(false_alarm_row(kind, seeds, 200), 200);
  }
  const DifferenceKind normal = difference_kinds()[0];
  expect_as_documented(false_alarm_row(normal, 100, 100), 100);
}

TEST(ComparisonSimulation, EquallyGoodModelsRarelyHaveAWinner) {
  constexpr int runs = 300;
  const double allowed = 0.05 + 3 * std::sqrt(0.05 * 0.95 / runs);
  for (const DifferenceKind& kind : difference_kinds()) {
    const FalseAlarms alarms = simulate_false_alarms(kind, 12, runs);
    EXPECT_LE(alarms.sign_flip, allowed) << kind.name;
    EXPECT_LE(alarms.holm, allowed) << kind.name;
  }
}

}  // namespace
}  // namespace actlab
