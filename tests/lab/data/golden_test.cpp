// Compares the data sets with reference values from NumPy.
#include <gtest/gtest.h>

#include <algorithm>
#include <numeric>
#include <vector>

#include "lab/data/all.h"
#include "lab/data/support.h"
#include "reference/golden.h"

namespace actlab {
namespace {

using nlohmann::json;

// Read like a user's config.
DataConfig config_of(const json& data) {
  DataConfig config;
  Problems problems;
  read_config(
      parse_yaml("data: " + data.dump(), "golden", problems),
      [&](Fields& fields) { fields.one_of("data", config, ""); }, problems);
  problems.throw_if_any();
  return config;
}

// First and last few to float32 equality, and the sum of all, in double.
void expect_equal(const std::vector<double>& values, const json& summary) {
  ASSERT_EQ(values.size(), summary["size"].get<std::size_t>());
  const auto first = summary["first"].get<std::vector<float>>(), last = summary["last"].get<std::vector<float>>();
  const auto some = static_cast<std::ptrdiff_t>(first.size());
  EXPECT_EQ(std::vector<float>(values.begin(), values.begin() + some), first);
  EXPECT_EQ(std::vector<float>(values.end() - some, values.end()), last);
  EXPECT_NEAR(std::reduce(values.begin(), values.end()), summary["sum"].get<double>(),
              1e-12 * static_cast<double>(values.size()));
}

void expect_equal(const Samples& samples, const json& expected) {
  expect_equal({samples.inputs.values.begin(), samples.inputs.values.end()}, expected["inputs"]);
  expect_equal(targets_of(samples), expected["targets"]);
}

TEST(Golden, EveryDataSetAgreesWithNumpy) {
  const json cases = golden("datasets.json");
  ASSERT_FALSE(cases.empty());
  for (const json& expected : cases) {
    SCOPED_TRACE(expected["data"].dump() + " seed " + expected["seed"].dump());
    const Dataset data = make_dataset(config_of(expected["data"]), expected["seed"]);
    expect_equal(data.train, expected["train"]);
    expect_equal(data.test, expected["test"]);
  }
}

TEST(Golden, FirstSampleAndClassCountAgreeWithThePytorchScript) {
  const json cases = golden("pytorch_reference.json");
  ASSERT_FALSE(cases.empty());
  for (const json& expected : cases) {
    SCOPED_TRACE(expected["data"].dump() + " seed " + expected["seed"].dump());
    const DataConfig config = expected["data"] == "circle" ? DataConfig(Circle{}) : DataConfig(Spiral{});
    const Samples train = make_dataset(config, expected["seed"]).train;
    const float* x0 = train.inputs.row(0);
    EXPECT_EQ(std::vector<float>(x0, x0 + train.inputs.columns), expected["x0"].get<std::vector<float>>());
    EXPECT_EQ(std::count(train.labels.begin(), train.labels.end(), 1), expected["ones"].get<std::ptrdiff_t>());
  }
}

}  // namespace
}  // namespace actlab
