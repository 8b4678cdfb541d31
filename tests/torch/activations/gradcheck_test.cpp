#include "actlab/gradcheck.h"

#include <gtest/gtest.h>
#include <torch/autograd.h>

#include "actlab/battery.h"
#include "cases.h"
#include "derivatives.h"
#include "torch/autograd/apply.h"

namespace actlab {
namespace {

class Derivative : public testing::TestWithParam<ActivationPtr> {
 protected:
  TensorFunction function() const { return differentiated_function(*GetParam()); }
};
INSTANTIATE_TEST_SUITE_P(Catalogue, Derivative, testing::ValuesIn(all_cases()), case_name);

TEST_P(Derivative, PassesGradcheck) {
  const torch::Tensor x = inputs_for(*GetParam(), {5, 4}).requires_grad_();
  GradcheckOptions options;
  options.check_grad_dtypes = true;
  const auto report = gradcheck(function(), {x}, options);
  EXPECT_EQ(report.compared, 400);
  const bool is_piecewise_constant = !derivatives(builtin(*GetParam()), x).first.any().item<bool>();
  EXPECT_EQ(report.has_warning(Cause::vacuous), is_piecewise_constant) << report;
}

TEST_P(Derivative, PassesGradgradcheck) {
  GradcheckOptions options;
  for (const bool strided : {false, true}) {
    options.gen_non_contig_grad_outputs = strided;
    EXPECT_TRUE(gradgradcheck(function(), {inputs_for(*GetParam(), {5, 4}).requires_grad_()}, options));
  }
}

TEST_P(Derivative, IsCorrectInTheThirdOrder) {
  const TensorFunction first = [this](const torch::Tensor& x) {
    const torch::Tensor y = apply(*GetParam(), x);
    return torch::autograd::grad({y}, {x}, {some_gradient(y)}, /*retain_graph=*/true, /*create_graph=*/true)[0];
  };
  const torch::Tensor x = inputs_for(*GetParam(), {3, 2}).requires_grad_();
  EXPECT_TRUE(!first({x})[0].requires_grad() || gradgradcheck(first, {x}));
}

TEST_P(Derivative, PassesTheBattery) {
  const auto make_inputs = [this](torch::IntArrayRef sizes) -> Tensors { return {inputs_for(*GetParam(), sizes)}; };
  const auto report = battery(function(), make_inputs);
  EXPECT_TRUE(report) << report;
  for (const BatteryRow& row : report.rows)
    EXPECT_EQ(row.outcome, Outcome::passed) << row.pitfall << ": " << row.detail;
}

TEST_P(Derivative, IsUndefinedIfTheGradientOfTheOutputIs) {
  const torch::Tensor x = inputs_for(*GetParam(), {3}).requires_grad_();
  const torch::Tensor y = apply(*GetParam(), x);
  // As autograd calls it for an output that the loss does not use.
  const auto gradients = (*y.grad_fn())({torch::Tensor()});
  EXPECT_FALSE(gradients[0].defined());
}

}  // namespace
}  // namespace actlab
