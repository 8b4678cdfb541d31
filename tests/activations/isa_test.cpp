#include "simd/isa.h"

#include <gtest/gtest.h>

#include "cases.h"
#include "every_isa.h"

namespace actlab {
namespace {

std::vector<ActivationPtr> elementwise_cases() {
  std::vector<ActivationPtr> cases = all_cases();
  std::erase_if(cases, [](const ActivationPtr& activation) { return activation->is_row_wise(); });
  return cases;
}

class EveryIsa : public testing::TestWithParam<ActivationPtr> {};
INSTANTIATE_TEST_SUITE_P(Catalogue, EveryIsa, testing::ValuesIn(elementwise_cases()), case_name);

TEST_P(EveryIsa, GivesAnElementTheSameResultWhereverItStands) {
  on_every_isa([&] {
    const torch::Tensor x = inputs_for(*GetParam(), {67}).to(torch::kFloat);
    const torch::Tensor all = (*GetParam())(x);
    for (const std::int64_t start : {1, 3, 60, 66}) {
      const torch::Tensor part = (*GetParam())(x.slice(0, start).clone());
      EXPECT_TRUE(torch::equal(part, all.slice(0, start))) << start;
    }
  });
}

}  // namespace
}  // namespace actlab
