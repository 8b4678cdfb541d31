#include "verify/portrait.h"

#include <gtest/gtest.h>

#include <nlohmann/json.hpp>

namespace actlab {
namespace {

TEST(Portraits, OfTheWholeCatalogueHaveCurveFormulaAndVerdict) {
  const nlohmann::json all = portraits(catalogue());
  ASSERT_EQ(all.size(), catalogue().size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Activation& activation = *catalogue()[i];
    EXPECT_EQ(all[i]["name"], to_string(activation));
    EXPECT_FALSE(all[i]["formula"].get<std::string>().empty());
    EXPECT_EQ(all[i]["x"].front(), activation.spec().interval[0]);
    EXPECT_EQ(all[i]["x"].back(), activation.spec().interval[1]);
    EXPECT_EQ(all[i]["f"].size(), all[i]["x"].size());
    EXPECT_EQ(all[i]["df"].size(), all[i]["x"].size());
    EXPECT_TRUE(all[i]["gradcheck"]["passed"].get<bool>()) << all[i]["name"];
  }
}

TEST(Portraits, ShowAnActivationOnceForEachSettingOfItsParameters) {
  const std::vector<ActivationPtr> activations{make_activation("relu"), make_activation("leaky_relu"),
                                               make_activation("relu"),
                                               make_activation("leaky_relu", {{"negative_slope", 0.5}})};
  const nlohmann::json all = portraits(activations);
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[2]["name"], "leaky_relu(negative_slope=0.5)");
  EXPECT_EQ(all[2]["f"][0], 0.5 * all[2]["x"][0].get<double>());
  EXPECT_EQ(all[2]["df"][0], 0.5);
}

}  // namespace
}  // namespace actlab
