// Properties of every data set in data/all.h, including new ones.
#include <gtest/gtest.h>

#include "lab/data/all.h"
#include "lab/data/idx_file.h"
#include "lab/data/support.h"

namespace actlab {
namespace {

// The data set with its defaults; one that reads a user's file gets a test file.
template <class Data> Data example() {
  Data data;
  if constexpr (requires { data.file; }) {
    data.file = write_file("example.csv", "a,b,class\n1,2,x\n3,4,y\n5,6,x\n7,8,y\n9,10,x\n11,12,y\n");
  }
  if constexpr (requires { data.folder; }) {
    data.folder = write_fashion_mnist();
    data.samples = data.test_samples = 10;
  }
  return data;
}

template <class Data> class EveryDataset : public testing::Test {};

template <class> struct TypesOf;
template <class... Data> struct TypesOf<std::variant<Data...>> { using type = testing::Types<Data...>; };
TYPED_TEST_SUITE(EveryDataset, TypesOf<DataConfig>::type);

template <class Check> void for_both_samples(const Dataset& data, const Check& check) {
  check(data.train);
  check(data.test);
}

TYPED_TEST(EveryDataset, HasFiniteInputsWithOneRowPerSample) {
  const Dataset data = make_dataset(example<TypeParam>(), 0);
  ASSERT_GT(data.train.size(), 0);
  ASSERT_GT(data.test.size(), 0);
  for_both_samples(data, [&](const Samples& samples) {
    EXPECT_EQ(samples.inputs.columns, data.features());
    EXPECT_TRUE(all_finite(samples.inputs.values));
    EXPECT_EQ(static_cast<std::int64_t>(targets_of(samples).size()),
              samples.size() * (data.is_regression() ? data.outputs() : 1));
  });
}

TYPED_TEST(EveryDataset, HasLabelsInRangeOrValues) {
  const Dataset data = make_dataset(example<TypeParam>(), 0);
  for_both_samples(data, [&](const Samples& samples) {
    if (data.is_regression()) {
      EXPECT_TRUE(samples.labels.empty());
      EXPECT_EQ(samples.values.columns, data.outputs());
      EXPECT_TRUE(all_finite(samples.values.values));
    } else {
      EXPECT_EQ(samples.values.rows, 0);
      for (const std::int64_t label : samples.labels) EXPECT_TRUE(label >= 0 && label < data.classes) << label;
    }
  });
}

TYPED_TEST(EveryDataset, NamesItsFeaturesAndClasses) {
  const Dataset data = make_dataset(example<TypeParam>(), 0);
  EXPECT_EQ(data.feature_names.size(), static_cast<std::size_t>(data.features()));
  EXPECT_EQ(data.class_names.size(), static_cast<std::size_t>(data.classes));
}

TYPED_TEST(EveryDataset, IsTheSameForTheSameSeed) {
  const DataConfig config = example<TypeParam>();
  EXPECT_TRUE(equal(make_dataset(config, 5), make_dataset(config, 5)));
}

TYPED_TEST(EveryDataset, DiffersBetweenSeedsIfItIsRandom) {
  const DataConfig config = example<TypeParam>();
  NumpyRandom random = data_stream(5), untouched = data_stream(5);
  std::visit([&](const auto& data) { return data.make(random); }, config);
  const bool is_drawn = random.random_sample() != untouched.random_sample();
  EXPECT_EQ(equal(make_dataset(config, 5), make_dataset(config, 6)), !is_drawn);
}

TYPED_TEST(EveryDataset, DescribesItselfByItsKind) {
  const std::string text = describe(DataConfig(example<TypeParam>()));
  EXPECT_TRUE(text.starts_with(TypeParam::kind)) << text;
  EXPECT_FALSE(TypeParam::help.empty());
}

}  // namespace
}  // namespace actlab
