// Compares the data sets with reference values from NumPy.
#include <gtest/gtest.h>

#include "lab/data/all.h"
#include "reference/golden.h"
#include "tensors.h"

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

// The first and last few values must be equal in float32; the sum is compared in double.
void expect_equal(const torch::Tensor& values, const json& summary) {
  const torch::Tensor flat = values.flatten();
  ASSERT_EQ(flat.numel(), summary["size"].get<std::int64_t>());
  const auto first = summary["first"].get<std::vector<float>>(), last = summary["last"].get<std::vector<float>>();
  const auto some = static_cast<std::int64_t>(first.size());
  EXPECT_TRUE(torch::equal(flat.narrow(0, 0, some).to(torch::kFloat32), torch::tensor(first)))
      << flat.narrow(0, 0, some);
  EXPECT_TRUE(torch::equal(flat.narrow(0, flat.numel() - some, some).to(torch::kFloat32), torch::tensor(last)))
      << flat.narrow(0, flat.numel() - some, some);
  EXPECT_NEAR(flat.sum(torch::kFloat64).item<double>(), summary["sum"].get<double>(), 1e-12 * flat.numel());
}

void expect_equal(const Samples& samples, const json& expected) {
  expect_equal(inputs_of(samples), expected["inputs"]);
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
    EXPECT_TRUE(torch::equal(inputs_of(train)[0], torch::tensor(expected["x0"].get<std::vector<float>>())));
    EXPECT_EQ((targets_of(train) == 1).sum().item<std::int64_t>(), expected["ones"].get<std::int64_t>());
  }
}

}  // namespace
}  // namespace actlab
