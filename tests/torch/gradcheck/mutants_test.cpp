#include <gtest/gtest.h>

#include <set>

#include "mutants.h"
#include "test_name.h"

namespace actlab {
namespace {

std::vector<Mutant> all_mutants() {
  std::vector<Mutant> all;
  for (const auto& group : {wrong_formulas(), wrong_reductions(), wrong_handling(), wrong_orders()})
    all.insert(all.end(), group.begin(), group.end());
  return all;
}

/// The first finding when all checks run in turn, and its text.
std::pair<std::optional<Cause>, std::string> first_diagnosis(const Mutant& mutant) {
  GradcheckOptions options;
  options.raise_exception = false;
  options.check_grad_dtypes = true;
  const std::vector<std::int64_t> shape{3, 4};
  const auto first = gradcheck(mutant.fn, mutant.inputs(shape), options);
  if (!first) return {first.cause(), to_string(first)};
  const auto second = gradgradcheck(mutant.fn, mutant.inputs(shape), options);
  if (!second) return {second.cause(), to_string(second)};
  const auto pitfalls = battery(mutant.fn, mutant.inputs);
  for (const BatteryRow& row : pitfalls.rows) {
    if (row.outcome == Outcome::failed) return {row.cause, to_string(pitfalls)};
  }
  return {std::nullopt, to_string(pitfalls)};
}

class Mutants : public testing::TestWithParam<Mutant> {};

TEST_P(Mutants, IsRejectedWithTheRightDiagnosis) {
  const auto [cause, text] = first_diagnosis(GetParam());
  ASSERT_TRUE(cause) << "accepted\n" << text;
  EXPECT_EQ(*cause, GetParam().cause) << text;
}

TEST(MutantsTable, HasAtLeastFortyRowsWithUniqueNames) {
  std::set<std::string> names;
  for (const Mutant& mutant : all_mutants()) names.insert(mutant.name);
  EXPECT_GE(names.size(), 40u);
  EXPECT_EQ(names.size(), all_mutants().size());
}

std::string mutant_name(const testing::TestParamInfo<Mutant>& info) {
  return test_name(info.param.name, info.index);
}
INSTANTIATE_TEST_SUITE_P(Table, Mutants, testing::ValuesIn(all_mutants()), mutant_name);

}  // namespace
}  // namespace actlab
