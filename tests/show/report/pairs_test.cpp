#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "show/report/sections.h"

namespace actlab {
namespace {

using testing::HasSubstr;
using testing::Not;

// A run of models with these values by seed, as held-out accuracy or as held-out RMSE.
RunData compared(const std::vector<std::vector<double>>& values, bool regression = false,
                 IntervalMethod method = IntervalMethod::bca) {
  RunData run;
  RunHeader header;
  header.regression = regression;
  header.points = {{}};
  header.interval = method;
  for (std::size_t m = 0; m < values.size(); ++m) {
    header.models.push_back({0, "M" + std::to_string(m), "2-3-2 relu", 17});
    for (std::size_t seed = 0; seed < values[m].size(); ++seed) {
      TrialRecord trial;
      trial.model = header.models[m].name;
      trial.seed = static_cast<std::uint32_t>(seed);
      trial.test = {values[m][seed] * values[m][seed], values[m][seed]};
      run.trials.push_back(trial);
    }
  }
  run.configs = {""};
  run.summary = summarise(header, run.trials);
  return run;
}

std::vector<double> around(double middle, int seeds = 8) {
  std::vector<double> values;
  values.reserve(static_cast<std::size_t>(seeds));
  for (int seed = 0; seed < seeds; ++seed)
    values.push_back(middle + 0.001 * ((seed * 7 + static_cast<int>(middle * 1000)) % 11));
  return values;
}

std::string cell(const Json& section, std::size_t row, const std::string& column) {
  const Json& columns = section["columns"];
  for (std::size_t i = 0; i < columns.size(); ++i) {
    if (columns[i] != column) continue;
    const Json& found = section["rows"][row][i];
    return found.is_array() ? found[0].get<std::string>() : found.is_string() ? found.get<std::string>() : found.dump();
  }
  return "no column " + column;
}

TEST(PairsSection, NamesTheModelAheadFirst) {
  for (const bool regression : {false, true}) {
    const Json section = pairs_section(compared({around(0.8), around(0.5)}, regression));
    ASSERT_EQ(section["rows"].size(), 1u);
    EXPECT_EQ(cell(section, 0, "ahead"), regression ? "M1" : "M0");
    EXPECT_EQ(cell(section, 0, "behind"), regression ? "M0" : "M1");
    EXPECT_THAT(cell(section, 0, "difference"), testing::StartsWith(regression ? "-" : "+"));
    EXPECT_EQ(cell(section, 0, "P(better)"), "1.00");
    EXPECT_EQ(cell(section, 0, "ε min"), "0.00");
    EXPECT_EQ(cell(section, 0, "verdict"), "better");
    EXPECT_EQ(cell(section, 0, "p corrected"), "0.0078");
    EXPECT_THAT(cell(section, 0, "95 % interval"), HasSubstr(" … "));
    EXPECT_THAT(cell(section, 0, "detectable"), Not(HasSubstr("—")));
  }
}

TEST(PairsSection, SaysWhyThereIsNoVerdict) {
  EXPECT_EQ(cell(pairs_section(compared({around(0.8, 4), around(0.5, 4)})), 0, "verdict"), "too few seeds");
  EXPECT_EQ(cell(pairs_section(compared({around(0.8, 4), around(0.5, 4)})), 0, "ε min"), "—");
  const std::vector<double> values = around(0.5);
  std::vector<double> shifted = values;
  for (double& value : shifted) value += 0.1;
  EXPECT_EQ(cell(pairs_section(compared({values, shifted})), 0, "verdict"), "no spread");
  std::vector<double> mixed = values;
  for (std::size_t i = 0; i < mixed.size(); ++i) mixed[i] += i % 2 == 0 ? 0.02 : -0.019;
  EXPECT_EQ(cell(pairs_section(compared({values, mixed})), 0, "verdict"), "not shown");
}

TEST(PairsSection, ShowsTheClearestOfManyPairsAndSaysSo) {
  std::vector<std::vector<double>> models;
  models.reserve(15);
  for (int m = 0; m < 15; ++m) models.push_back(around(0.5 + 0.002 * m));
  const Json section = pairs_section(compared(models));
  EXPECT_EQ(section["rows"].size(), 60u) << "of 105";
  EXPECT_THAT(section["text"].get<std::string>(), HasSubstr("Of 105 rows, this table has the 60 with the smallest p"));
  double before = 0;
  for (std::size_t i = 0; i < 60; ++i) {
    const double p = std::stod(cell(section, i, "p corrected"));
    EXPECT_GE(p, before);
    before = p;
  }
}

TEST(PairsSection, ExplainsItsTermsAndNamesTheMethodOfItsIntervals) {
  const Json bca = pairs_section(compared({around(0.8), around(0.5)}));
  std::vector<std::string> explained;
  for (const Json& term : bca["terms"]) explained.push_back(term[0].get<std::string>());
  for (const char* column :
       {"difference", "95 % interval", "p", "p corrected", "verdict", "P(better)", "ε min", "detectable"}) {
    EXPECT_THAT(explained, testing::Contains(column));
    EXPECT_THAT(bca["columns"].dump(), HasSubstr(column));
  }
  EXPECT_THAT(bca["terms"].dump(), HasSubstr("BCa bootstrap"));
  const Json t = pairs_section(compared({around(0.8), around(0.5)}, false, IntervalMethod::t));
  EXPECT_THAT(t["terms"].dump(), HasSubstr("Student's t"));
  EXPECT_THAT(t["terms"].dump(), Not(HasSubstr("BCa")));
}

TEST(PairsSection, IsOmittedForOneModel) {
  EXPECT_TRUE(pairs_section(compared({around(0.8)})).is_null());
}

// The share at the threshold that is nearest to `threshold`.
double share_at(const Json& section, std::size_t model, double threshold) {
  double nearest = 1e9, share = -1;
  for (const Json& row : section["charts"][0]["data"]["profile"]["rows"]) {
    if (row[0] != model || std::abs(row[2].get<double>() - threshold) >= nearest) continue;
    nearest = std::abs(row[2].get<double>() - threshold);
    share = row[3].get<double>();
  }
  return share;
}

TEST(ProfileSection, HasTheShareOfSeedsThatAreBetterThanAThreshold) {
  const std::vector<std::vector<double>> values{{0.1, 0.1, 0.1, 0.9, 0.9}, {0.5, 0.5, 0.5, 0.5, 0.6}};
  const Json accuracy = profile_section(compared(values));
  EXPECT_DOUBLE_EQ(share_at(accuracy, 0, 0.3), 0.4);
  EXPECT_DOUBLE_EQ(share_at(accuracy, 1, 0.3), 1);
  EXPECT_DOUBLE_EQ(share_at(accuracy, 1, 0.55), 0.2);
  const Json rmse = profile_section(compared(values, true));
  EXPECT_DOUBLE_EQ(share_at(rmse, 0, 0.3), 0.6) << "less is better";
  EXPECT_DOUBLE_EQ(share_at(rmse, 1, 0.55), 0.8);
}

TEST(ProfileSection, HasABandForFiveSeedsOnly) {
  const auto band = [](int seeds) {
    return profile_section(compared({around(0.8, seeds), around(0.5, seeds)}))["charts"][0]["data"]["bands"]["rows"]
        .size();
  };
  EXPECT_GT(band(5), 0u);
  EXPECT_EQ(band(4), 0u);
}

TEST(ProfileSection, HasTheInterquartileMean) {
  const Json section = profile_section(compared({{0.1, 0.5, 0.6, 0.7, 0.9}, {0.4, 0.4, 0.4, 0.4, 0.5}}));
  EXPECT_EQ(cell(section, 0, "IQM in %"), "60.00");
  EXPECT_EQ(cell(section, 1, "IQM in %"), "40.00");
}

TEST(ProfileSection, IsOmittedWithoutModelsToCompareOrResultsThatDiffer) {
  EXPECT_TRUE(profile_section(compared({around(0.8)})).is_null());
  EXPECT_TRUE(profile_section(compared({{0.5, 0.5}, {0.5, 0.5}})).is_null());
}

}  // namespace
}  // namespace actlab
