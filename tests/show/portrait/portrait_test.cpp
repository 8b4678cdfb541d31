#include "show/portrait/portrait.h"

#include <gtest/gtest.h>
#include <link.h>

#include <nlohmann/json.hpp>
#include <string>

#include "fake_backend.h"

namespace actlab {
namespace {

TEST(Portraits, HaveCurveFormulaAndVerdictOfWhatHasKernels) {
  const nlohmann::json all = portraits(catalogue(), FakeBackend());
  ASSERT_EQ(all.size(), catalogue().size());
  for (std::size_t i = 0; i < all.size(); ++i) {
    const Activation& activation = *catalogue()[i];
    EXPECT_EQ(all[i]["name"], to_string(activation));
    if (!activation.compiled()) continue;
    EXPECT_FALSE(all[i]["formula"].get<std::string>().empty());
    EXPECT_EQ(all[i]["x"].front(), activation.spec().interval[0]);
    EXPECT_EQ(all[i]["x"].back(), activation.spec().interval[1]);
    EXPECT_EQ(all[i]["f"].size(), all[i]["x"].size());
    EXPECT_EQ(all[i]["df"].size(), all[i]["x"].size());
    EXPECT_TRUE(all[i]["gradcheck"]["passed"].get<bool>()) << all[i]["name"];
  }
}

TEST(Portraits, AreLeftToTheBackendWhereThereAreNoKernels) {
  const std::vector<ActivationPtr> activations{make_activation("softmax"), make_activation("relu")};
  const nlohmann::json all = portraits(activations, FakeBackend());
  ASSERT_EQ(all.size(), 2u);
  EXPECT_EQ(all[0]["name"], "softmax");
  EXPECT_EQ(all[0]["gradcheck"]["remark"], "drawn by the fake backend");
  EXPECT_EQ(all[1]["gradcheck"]["remark"], "");
  EXPECT_FALSE(all[1]["df"].empty());
}

TEST(Portraits, ShowAnActivationOnceForEachSettingOfItsParameters) {
  const std::vector<ActivationPtr> activations{make_activation("relu"), make_activation("leaky_relu"),
                                               make_activation("relu"),
                                               make_activation("leaky_relu", {{"negative_slope", 0.5}})};
  const nlohmann::json all = portraits(activations, FakeBackend());
  ASSERT_EQ(all.size(), 3u);
  EXPECT_EQ(all[2]["name"], "leaky_relu(negative_slope=0.5)");
  EXPECT_EQ(all[2]["f"][0], 0.5 * all[2]["x"][0].get<double>());
  EXPECT_EQ(all[2]["df"][0], 0.5);
}

TEST(Portraits, AreMadeInAProgramWithoutLibTorch) {
  std::string libraries;
  dl_iterate_phdr(
      [](dl_phdr_info* library, std::size_t, void* names) {
        *static_cast<std::string*>(names) += std::string(library->dlpi_name) + "\n";
        return 0;
      },
      &libraries);
  EXPECT_NE(libraries.find("libc.so"), std::string::npos);
  for (const std::string name : {"libtorch", "libc10", "libcaffe2"})
    EXPECT_EQ(libraries.find(name), std::string::npos) << libraries;
}

}  // namespace
}  // namespace actlab
