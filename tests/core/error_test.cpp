#include "core/error.h"

#include <gtest/gtest.h>

#include <array>

namespace actlab {
namespace {

constexpr std::array<std::string_view, 4> activations{"relu", "gelu", "sigmoid", "leaky_relu"};

TEST(NearestName, IsTheOneWithTheFewestEdits) {
  EXPECT_EQ(nearest_name("rleu", activations), "relu");
  EXPECT_EQ(nearest_name("sigmoyd", activations), "sigmoid");
  EXPECT_EQ(nearest_name("leakyrelu", activations), "leaky_relu");
}

TEST(NearestName, CountsASwapOfAdjacentCharactersAsOneEdit) {
  constexpr std::array<std::string_view, 2> kinds{"adam", "sgd"};
  EXPECT_EQ(nearest_name("sdg", kinds), "sgd");
}

TEST(NearestName, IsTheNameItselfIfKnown) {
  for (const std::string_view name : activations) EXPECT_EQ(nearest_name(name, activations), name);
}

TEST(NearestName, IsEmptyIfNothingIsSimilar) {
  EXPECT_EQ(nearest_name("convolution", activations), "");
  EXPECT_EQ(nearest_name("relu", {}), "");
}

TEST(UnknownName, ListsTheNameTheNearestAndAllAllowedNamesInOrder) {
  EXPECT_EQ(unknown_name("activation", "rleu", {activations.begin(), activations.end()}),
            "unknown activation 'rleu'; did you mean 'relu'? Known: gelu, leaky_relu, relu, sigmoid");
}

TEST(UnknownName, SuggestsNothingIfNothingIsSimilar) {
  EXPECT_EQ(unknown_name("activation", "convolution", {activations.begin(), activations.end()}),
            "unknown activation 'convolution'. Known: gelu, leaky_relu, relu, sigmoid");
}

TEST(UsageError, CarriesItsMessage) {
  EXPECT_STREQ(UsageError("where, what, how").what(), "where, what, how");
}

}  // namespace
}  // namespace actlab
