#include <fmt/format.h>
#include <gtest/gtest.h>

#include <cctype>
#include <cmath>
#include <cstdio>
#include <fstream>

#include "measure.h"

namespace actlab {
namespace {

std::string name_of(const testing::TestParamInfo<ActivationPtr>& tested) {
  std::string name = to_string(*tested.param);
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

class Accurate : public testing::TestWithParam<ActivationPtr> {};
INSTANTIATE_TEST_SUITE_P(Catalogue, Accurate, testing::ValuesIn(measured_activations()), name_of);

// A compiler and a C library may each round otherwise, and the record is taken over more points.
#if defined(__SANITIZE_ADDRESS__)
constexpr double slack = 1;  // instrumented, fewer multiplications and additions are one operation
#else
constexpr double slack = 0.5;
#endif

void expect_as_recorded(const Error& now, const Error& recorded, const char* what) {
  EXPECT_LE(now.ulps, recorded.ulps + slack) << what << " at " << fmt::format("{}", now.at);
}

TEST_P(Accurate, AsRecorded) {
  const Accuracy* recorded = recorded_accuracy(*GetParam());
  ASSERT_NE(recorded, nullptr);
  const Accuracy now = measure(*GetParam(), 2);
  expect_as_recorded(now.float32.value, recorded->float32.value, "float32 value");
  expect_as_recorded(now.float32.derivative, recorded->float32.derivative, "float32 derivative");
  expect_as_recorded(now.float64.value, recorded->float64.value, "float64 value");
  expect_as_recorded(now.float64.derivative, recorded->float64.derivative, "float64 derivative");
}

// A product w0 * x or alpha * x that is no float64 number has no digits behind the point where x is huge, and the sine
// of its rounding error is right to an absolute 1e-16 only, which near a zero of the function is not enough.
bool has_a_rounded_angle(const Activation& activation) {
  const std::string name = to_string(activation);
  return name.starts_with("sine(") || name.starts_with("snake(");
}

// In g - p * sum(g) terms cancel by chance, and of p no more than its float64 digits are known.
bool has_a_gradient_that_cancels(const Activation& activation) {
  return activation.spec().name == "log_softmax";
}

TEST_P(Accurate, WithinFourUlp) {
  const Accuracy* recorded = recorded_accuracy(*GetParam());
  ASSERT_NE(recorded, nullptr);
  EXPECT_LE(recorded->float32.value.ulps, 4);
  if (!has_a_rounded_angle(*GetParam())) {
    EXPECT_LE(recorded->float64.value.ulps, 4);
  }
  if (has_a_gradient_that_cancels(*GetParam())) return;
  EXPECT_LE(recorded->float32.derivative.ulps, 4);
  if (!has_a_rounded_angle(*GetParam())) {
    EXPECT_LE(recorded->float64.derivative.ulps, 4);
  }
}

// Writes src/catalogue/records/recorded_accuracy.inc: scripts/bench accuracy.
TEST(RecordedAccuracy, DISABLED_IsWritten) {
  std::ofstream file(ACTLAB_SOURCE_DIR "/src/catalogue/records/recorded_accuracy.inc");
  file << "// Written by scripts/bench accuracy. Errors in ULP and where: value and derivative, in float32 and "
          "float64.\n";
  const auto text = [](const Errors& errors) {
    const auto one = [](const Error& error) {
      if (std::isnan(error.ulps)) return std::string("{none, 0}");
      return std::isfinite(error.ulps) ? fmt::format("{{{:.3g}, {}}}", error.ulps, error.at)
                                       : fmt::format("{{unbounded, {}}}", error.at);
    };
    return fmt::format("{{{}, {}}}", one(errors.value), one(errors.derivative));
  };
  for (const ActivationPtr& activation : measured_activations()) {
    const Accuracy a = measure(*activation, 8);
    file << fmt::format("{{\"{}\",\n {{{}, {},\n  {}, {}}}}},\n", to_string(*activation), text(a.float32),
                        text(a.float64), text(a.builtin_float32), text(a.builtin_float64));
    fmt::print("{:26} {:9.3g} {:9.3g} {:9.3g} {:9.3g}   builtin {:9.3g} {:9.3g} {:9.3g} {:9.3g}   at {} {} {} {}\n",
               to_string(*activation), a.float32.value.ulps, a.float32.derivative.ulps, a.float64.value.ulps,
               a.float64.derivative.ulps, a.builtin_float32.value.ulps, a.builtin_float32.derivative.ulps,
               a.builtin_float64.value.ulps, a.builtin_float64.derivative.ulps, a.float32.value.at,
               a.float32.derivative.at, a.float64.value.at, a.float64.derivative.at);
    std::fflush(stdout);
  }
}

}  // namespace
}  // namespace actlab
