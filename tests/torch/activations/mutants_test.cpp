#include <gtest/gtest.h>
#include <torch/autograd.h>

#include "actlab/gradcheck.h"
#include "cases.h"
#include "derivatives.h"
#include "torch/autograd/apply.h"

namespace actlab {
namespace {

using torch::Tensor;

/// An error in an activation's gradient. The value stays correct, up to noise.
struct Mutation {
  std::string name;
  Cause cause;
  Tensor (*apply)(const Activation& f, const Tensor& x);
  bool affects_constants = false;  ///< detectable even if the correct derivative is 0 everywhere
};

const std::vector<Mutation>& mutations() {
  using A = const Activation&;
  using T = const Tensor&;
  static const std::vector<Mutation> all{
      {"sign", Cause::constant_factor, [](A f, T x) { return 2 * apply(f, x).detach() - apply(f, x); }},
      {"factor", Cause::constant_factor, [](A f, T x) { return 1.5 * apply(f, x) - 0.5 * apply(f, x).detach(); }},
      {"a term too many", Cause::missing_term, [](A f, T x) { return apply(f, x) + x * x - (x * x).detach(); }, true},
      {"detached", Cause::detached, [](A f, T x) { return apply(f, x.detach()) + 0 * x; }},
      {"in float32", Cause::low_precision, [](A f, T x) { return apply(f, x.to(torch::kFloat)).to(torch::kDouble); }},
      {"random", Cause::nondeterministic, [](A f, T x) { return apply(f, x) + 1e-3 * torch::rand_like(x.detach()); },
       true},
  };
  return all;
}

GradcheckOptions reporting() {
  GradcheckOptions options;
  options.raise_exception = false;
  return options;
}

class WrongActivation : public testing::TestWithParam<ActivationPtr> {
 protected:
  Tensor inputs() const { return inputs_for(*GetParam(), {5, 4}).requires_grad_(); }
};
INSTANTIATE_TEST_SUITE_P(Catalogue, WrongActivation, testing::ValuesIn(all_cases()), case_name);

TEST_P(WrongActivation, IsRejectedWithTheRightDiagnosis) {
  const Activation& f = *GetParam();
  if (f.spec().surrogate) return;  // its gradient is not the derivative anyway
  const bool is_constant = !derivatives(ours(f), inputs()).first.any().item<bool>();
  for (const Mutation& mutation : mutations()) {
    if (is_constant && !mutation.affects_constants) continue;
    const auto wrong = [&](const Tensor& x) { return mutation.apply(f, x); };
    const auto report = gradcheck(wrong, {inputs()}, reporting());
    ASSERT_FALSE(report) << mutation.name;
    EXPECT_EQ(*report.cause(), mutation.cause) << mutation.name << "\n" << report;
  }
}

TEST_P(WrongActivation, IsRejectedInTheSecondOrderIfItsDerivativeIsTreatedAsAConstant) {
  const Activation& f = *GetParam();
  if (f.is_row_wise() || f.spec().surrogate) return;  // `linearized` assumes an element-wise derivative
  const auto linearized = [&](const Tensor& x) {
    const Tensor at = x.detach().requires_grad_();
    const Tensor derivative = torch::autograd::grad({apply(f, at).sum()}, {at})[0];
    return apply(f, x).detach() + derivative * (x - x.detach());
  };
  EXPECT_TRUE(gradcheck(linearized, {inputs()}, reporting()));
  const bool has_curvature = derivatives(ours(f), inputs()).second.abs().max().item<double>() > 0.1;
  const auto report = gradgradcheck(linearized, {inputs()}, reporting());
  EXPECT_EQ(report.cause(), has_curvature ? std::optional(Cause::saved_intermediate) : std::nullopt) << report;
}

}  // namespace
}  // namespace actlab
