#include "simd/isa.h"

#include <gtest/gtest.h>
#include <torch/autograd.h>

#include "activations/all.h"
#include "cases.h"
#include "derivatives.h"
#include "gradcheck/comparisons.h"

namespace actlab {
namespace {

/// Puts the instruction set back at its end.
class IsaGuard {
 public:
  IsaGuard() : before_(current_isa()) {}
  ~IsaGuard() { set_isa(before_); }

 private:
  Isa before_;
};

// f and df of a declaration, as scalar code, and in float64 where float32 needs a form of its own.
template <class A, class T>
Derivatives scalar(const torch::Tensor& x) {
  const A formula;
  Derivatives result{torch::empty_like(x), torch::empty_like(x), {}};
  for (std::int64_t i = 0; i < x.numel(); ++i) {
    const std::conditional_t<A::spec.wide, double, T> at = x.data_ptr<T>()[i];
    const std::conditional_t<A::spec.wide, double, T> of = x.data_ptr<T>()[i];
    const auto y = value_at(formula, at);
    result.value.data_ptr<T>()[i] = static_cast<T>(y);
    const auto saved = static_cast<std::remove_const_t<decltype(of)>>(y);
    result.first.data_ptr<T>()[i] = static_cast<T>(slope_at(formula, A::spec.saved == Saved::output ? saved : of));
  }
  return result;
}

template <class A>
class EveryIsa : public testing::Test {};

template <class List>
struct AsTypes;
template <class... A>
struct AsTypes<TypeList<A...>> {
  using type = testing::Types<A...>;
};
struct Names {
  template <class A>
  static std::string GetName(int) {
    return std::string(A::spec.name);
  }
};
TYPED_TEST_SUITE(EveryIsa, AsTypes<ElementwiseActivations>::type, Names);

// A few, but for what xsimd's functions are known to lose.
template <class T>
double allowed_ulps(std::string_view activation) {
  // erfc of a float32 x rounds x * x before it takes exp of it: 15 ulp at x = 4.
  if (activation == "gelu" && std::is_same_v<T, float>) return 16;
  return 4;
}

template <class A, class T>
void expect_the_scalar_formula() {
  const auto activation = make_activation(A::spec.name);
  const torch::Tensor x = inputs_for(*activation, {1001}).to(c10::CppTypeToScalarType<T>::value);
  const Derivatives expected = scalar<A, T>(x);
  const torch::Tensor leaf = x.clone().requires_grad_();
  const torch::Tensor y = (*activation)(leaf);
  const torch::Tensor gradient = torch::autograd::grad({y}, {leaf}, {torch::ones_like(y)})[0];
  EXPECT_LE(compare(y.detach(), expected.value).ulps, allowed_ulps<T>(A::spec.name));
  // Where a difference cancels (1 - y * y near 1), units in the last place of the result say nothing.
  EXPECT_LE(epsilons(gradient, expected.first), 4);
}

TYPED_TEST(EveryIsa, AgreesWithTheScalarFormula) {
  const IsaGuard guard;
  for (const Isa isa : available_isas()) {
    SCOPED_TRACE(name(isa));
    set_isa(isa);
    expect_the_scalar_formula<TypeParam, float>();
    expect_the_scalar_formula<TypeParam, double>();
  }
}

TYPED_TEST(EveryIsa, GivesAnElementTheSameResultWhereverItStands) {
  const IsaGuard guard;
  const auto activation = make_activation(TypeParam::spec.name);
  for (const Isa isa : available_isas()) {
    SCOPED_TRACE(name(isa));
    set_isa(isa);
    const torch::Tensor x = inputs_for(*activation, {67}).to(torch::kFloat);
    const torch::Tensor all = (*activation)(x);
    for (const std::int64_t start : {1, 3, 60, 66}) {
      const torch::Tensor part = (*activation)(x.slice(0, start).clone());
      EXPECT_TRUE(torch::equal(part, all.slice(0, start))) << start;
    }
  }
}

}  // namespace
}  // namespace actlab
