#include "core/random.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <cmath>

#include "reference/golden.h"

namespace actlab {
namespace {

using nlohmann::json;
using testing::ElementsAre;

template <class Draw> std::vector<double> several(std::size_t count, const Draw& draw) {
  std::vector<double> values;
  for (std::size_t i = 0; i < count; ++i) values.push_back(draw());
  return values;
}

std::vector<double> numbers(const json& values) {
  return values.get<std::vector<double>>();
}

class NumpyStreams : public testing::TestWithParam<json> {
 protected:
  NumpyRandom fresh() const { return NumpyRandom(GetParam()["seed"].get<std::uint32_t>()); }
};

TEST_P(NumpyStreams, RandomSampleEqualsNumpyToTheLastBit) {
  NumpyRandom random = fresh();
  EXPECT_EQ(several(5, [&] { return random.random_sample(); }), numbers(GetParam()["random_sample"]));
}

TEST_P(NumpyStreams, RandomSampleStillEqualsNumpyAfterAHundredThousandDraws) {
  NumpyRandom random = fresh();
  EXPECT_EQ(several(100000, [&] { return random.random_sample(); }).back(), GetParam()["far"].get<double>());
}

TEST_P(NumpyStreams, UniformEqualsNumpyToTheLastBit) {
  NumpyRandom random = fresh();
  EXPECT_EQ(several(5, [&] { return random.uniform(-1.5, 1.5); }), numbers(GetParam()["uniform"]));
}

TEST_P(NumpyStreams, RandnEqualsNumpy) {
  NumpyRandom random = fresh();
  const auto expected = numbers(GetParam()["randn"]);
  for (const double value : expected) EXPECT_DOUBLE_EQ(random.randn(), value);
}

TEST_P(NumpyStreams, PermutationEqualsNumpy) {
  for (const int size : {1, 10}) {
    NumpyRandom random = fresh();
    const json& expected = GetParam()["permutation_" + std::to_string(size)];
    EXPECT_EQ(random.permutation(size), expected.get<std::vector<std::int64_t>>());
  }
  NumpyRandom random = fresh();
  auto large = random.permutation(1000);
  large.resize(10);
  EXPECT_EQ(large, GetParam()["permutation_1000"].get<std::vector<std::int64_t>>());
}

TEST_P(NumpyStreams, AStoredNormalSurvivesOtherDrawsAsInNumpy) {
  NumpyRandom random = fresh();
  std::vector<double> drawn{random.randn(), random.uniform(0, 1)};
  for (const std::int64_t index : random.permutation(5)) drawn.push_back(static_cast<double>(index));
  drawn.push_back(random.randn());
  drawn.push_back(random.randn());
  const auto expected = numbers(GetParam()["mixed"]);
  ASSERT_EQ(drawn.size(), expected.size());
  for (std::size_t i = 0; i < drawn.size(); ++i) EXPECT_DOUBLE_EQ(drawn[i], expected[i]) << i;
}

INSTANTIATE_TEST_SUITE_P(Seeds, NumpyStreams, testing::ValuesIn(golden("numpy_streams.json").get<std::vector<json>>()),
                         [](const auto& seed) { return "seed_" + seed.param["seed"].dump(); });

TEST(NumpyRandom, PermutationOfZeroElementsIsEmpty) {
  EXPECT_THAT(NumpyRandom(0).permutation(0), ElementsAre());
}

TEST(NumpyRandom, RandomSampleLiesInTheUnitInterval) {
  NumpyRandom random(5);
  for (const double value : several(10000, [&] { return random.random_sample(); })) {
    EXPECT_GE(value, 0.0);
    EXPECT_LT(value, 1.0);
  }
}

TEST(Streams, ShuffleStreamMatchesItsDocumentedPythonSeed) {
  // np.random.seed((0 + 0x9E3779B9) % 2**32), and a seed for which the sum exceeds 2**32.
  EXPECT_EQ(shuffle_stream(0).random_sample(), NumpyRandom(2654435769u).random_sample());
  EXPECT_EQ(shuffle_stream(4294967295u).random_sample(), NumpyRandom(2654435768u).random_sample());
}

TEST(Streams, DataAndShufflesOfOneSeedDiffer) {
  EXPECT_NE(data_stream(7).random_sample(), shuffle_stream(7).random_sample());
}

}  // namespace
}  // namespace actlab
