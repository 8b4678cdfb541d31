#include "simd/isa.h"

#include <gtest/gtest.h>

#include "cases.h"
#include "every_isa.h"

namespace actlab {
namespace {

class EveryIsa : public testing::TestWithParam<ActivationPtr> {};
INSTANTIATE_TEST_SUITE_P(Catalogue, EveryIsa, testing::ValuesIn(all_cases()), case_name);

TEST_P(EveryIsa, GivesAnElementTheSameResultWhereverItStands) {
  if (GetParam()->is_row_wise()) GTEST_SKIP() << "an element's result is its row's";
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
