// Compares all primitives with MPFR, and all differentiation rules with differences in arbitrary precision.
#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cmath>
#include <limits>
#include <string>
#include <type_traits>
#include <vector>

#include "catalogue/accuracy/real.h"
#include "catalogue/kernels/dispatch.h"
#include "catalogue/kernels/isa.h"
#include "primitive_kernels.h"

namespace actlab {

ACTLAB_CHOOSE_KERNELS(std::span<const PrimitiveKernel>, primitive_kernels)

namespace {

constexpr double none = std::numeric_limits<double>::quiet_NaN();

struct Row {
  std::string name;
  Real (*reference)(const Real&);
  Dual<Real> (*dual)(const Dual<Real>&);
  double low, high;
  double float32, extended, float64;  // error bounds in ULP; NaN if there is no version in float32
};

const std::vector<Row>& rows() {
#define ACTLAB_WITH_FLOAT32(primitive, low, high, float32, extended, float64) \
  Row{#primitive,                                                             \
      [](const Real& x) { return primitive(x); },                             \
      [](const Dual<Real>& x) { return primitive(x); },                       \
      low,                                                                    \
      high,                                                                   \
      float32,                                                                \
      extended,                                                               \
      float64},
#define ACTLAB_WITHOUT_FLOAT32(primitive, low, high, extended, float64) \
  ACTLAB_WITH_FLOAT32(primitive, low, high, none, extended, float64)
  static const std::vector<Row> all{
#include "rows.inc"
  };
  return all;
}

// Evenly spaced over the range, and logarithmically on both sides of 0 down to the smallest normal numbers.
template <class T> std::vector<T> inputs(const Row& row) {
  std::vector<T> xs;
  for (int i = 0; i <= 3000; ++i) xs.push_back(static_cast<T>(row.low + (row.high - row.low) * i / 3000));
  for (double size = std::abs(row.high); size > std::numeric_limits<T>::min(); size *= 0.93) {
    for (const double x : {size, -size}) {
      if (x >= row.low && x <= row.high) xs.push_back(static_cast<T>(x));
    }
  }
  return xs;
}

template <class T> double ulps(const Real& expected, T actual) {
  const T rounded =
      std::is_same_v<T, float> ? static_cast<T>(expected.to_float()) : static_cast<T>(expected.to_double());
  if (!std::isfinite(rounded) || !std::isfinite(actual)) return rounded == actual ? 0 : HUGE_VAL;
  const T size = std::max(std::abs(rounded), std::numeric_limits<T>::min());
  const double ulp = std::nextafter(size, std::numeric_limits<T>::infinity()) - size;
  return abs((Real(actual) - expected) / Real(ulp)).to_double();
}

template <class T>
void expect_within(const Row& row, void (*run)(const T*, T*, std::int64_t), double bound, const char* what) {
  const std::vector<T> xs = inputs<T>(row);
  std::vector<T> ys(xs.size());
  run(xs.data(), ys.data(), std::ssize(xs));
  double worst = 0, at = 0;
  for (std::size_t i = 0; i < xs.size(); ++i) {
    const double error = ulps(row.reference(Real(xs[i])), ys[i]);
    if (error > worst) worst = error, at = xs[i];
  }
  EXPECT_LE(worst, bound) << row.name << ", " << what << ", on " << name(current_isa()) << " at "
                          << fmt::format("{}", at);
}

class Primitive : public testing::TestWithParam<std::size_t> {
 protected:
  const Row& row() const { return rows()[GetParam()]; }
};
INSTANTIATE_TEST_SUITE_P(Vocabulary, Primitive, testing::Range(std::size_t{0}, rows().size()),
                         [](const auto& tested) { return rows()[tested.param].name; });

TEST_P(Primitive, IsWithinItsErrorBoundOnEveryInstructionSet) {
  const Isa before = current_isa();
  for (const Isa isa : available_isas()) {
    set_isa(isa);
    const PrimitiveKernel& kernel = primitive_kernels()[GetParam()];
    ASSERT_EQ(kernel.name, row().name);
    if (kernel.float32 != nullptr) expect_within<float>(row(), kernel.float32, row().float32, "float32");
    expect_within<float>(row(), kernel.extended, row().extended, "float32 computed in float64");
    expect_within<double>(row(), kernel.float64, row().float64, "float64");
  }
  set_isa(before);
}

// With 400 bits, central differences have about 70 digits.
TEST_P(Primitive, HasTheDerivativeThatDifferencesHave) {
  const Real step(1e-40);
  for (int i = 1; i < 200; ++i) {
    const double x = row().low + (row().high - row().low) * i / 200 + 1e-3;
    if (x >= row().high || x == 0) continue;
    const Real numerical = (row().reference(Real(x) + step) - row().reference(Real(x) - step)) / (Real(2) * step);
    const Real difference = row().dual(Dual<Real>::variable(Real(x))).derivative - numerical;
    const Real scale = abs(row().reference(Real(x))) + abs(numerical) + Real(1e-300);
    EXPECT_LT((abs(difference) / scale).to_double(), 1e-25) << row().name << " at " << x;
  }
}

TEST(Dual, DifferentiatesArithmeticAndSelections) {
  const auto derivative = [](const auto& f, double x) { return f(Dual<double>::variable(x)).derivative; };
  using D = Dual<double>;
  EXPECT_EQ(derivative([](D x) { return x * x - D(3) * x + D(1); }, 2), 1);
  EXPECT_EQ(derivative([](D x) { return D(1) / x; }, 2), -0.25);
  EXPECT_EQ(derivative([](D x) { return x / D(4); }, 2), 0.25);
  EXPECT_EQ(derivative([](D x) { return (x + D(1)) / (x - D(1)); }, 3), -0.5);
  EXPECT_EQ(derivative([](D x) { return -x - D(2); }, 3), -1);
  EXPECT_EQ(derivative([](D x) { return select(x > D(0), x * x, D(7)); }, 3), 6);
  EXPECT_EQ(derivative([](D x) { return select(x > D(0), x * x, D(7)); }, -3), 0);
  EXPECT_EQ(derivative([](D x) { return max_propagating_nan(D(0), x); }, 3), 1);
  EXPECT_EQ(derivative([](D x) { return min_propagating_nan(D(0), x); }, 3), 0);
  EXPECT_EQ(derivative([](D x) { return abs(x); }, -3), -1);
  EXPECT_EQ(derivative([](D x) { return abs(x); }, 0), 0);
}

TEST(Dual, DistinguishesConstants) {
  const Dual<double> constant(2);
  EXPECT_TRUE((constant * constant + exp(constant)).is_constant);
  EXPECT_FALSE((constant * Dual<double>::variable(1)).is_constant);
  // Otherwise this would be NaN: infinity times the derivative of the constant, 0.
  EXPECT_EQ((Dual<double>::variable(HUGE_VAL) * constant).derivative, 2);
}

}  // namespace
}  // namespace actlab
