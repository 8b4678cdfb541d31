#include <fmt/format.h>
#include <gtest/gtest.h>

#include <algorithm>
#include <cctype>
#include <cmath>
#include <cstdio>
#include <cstdlib>
#include <fstream>
#include <iterator>
#include <map>
#include <string>
#include <string_view>
#include <vector>

#include "bounds.h"
#include "measure.h"
#include "search.h"

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

// Allows for compilers and C libraries that round differently.
#if defined(__SANITIZE_ADDRESS__)
constexpr double slack = 1;  // instrumented code has fewer fused multiply-adds
#else
constexpr double slack = 0.5;
#endif

// Exceptions from error bounds.
struct Exception {
  std::string_view activation;  // a prefix of to_string(activation)
  enum class Applies { float64, value, derivative } applies;
  std::string_view reason;
};
constexpr Exception exceptions[]{
    {"sine(", Exception::Applies::float64,
     "for huge x the rounding error of w0 * x is large, and correcting for it is not accurate enough near a zero"},
    {"snake(", Exception::Applies::float64, "as for sine, with alpha * x"},
    {"softplus(", Exception::Applies::value,
     "where the exponential is subnormal, the division by beta magnifies its rounding error"},
    {"swish(", Exception::Applies::derivative,
     "the root of the derivative depends on beta, so there is no Taylor series for it, and terms cancel close to it"},
    {"log_softmax", Exception::Applies::derivative,
     "the terms of g - p * sum(g) may cancel, and p is computed from the rounded y"},
};

bool is_excepted(const Activation& activation, Exception::Applies quantity) {
  return std::any_of(std::begin(exceptions), std::end(exceptions), [&](const Exception& exception) {
    return exception.applies == quantity && to_string(activation).starts_with(exception.activation);
  });
}

// An error with its description.
struct Measured {
  const Error& error;
  const char* what;
  bool is_float64, is_derivative;
};
std::vector<Measured> each(const Accuracy& a) {
  return {{a.float32.value, "float32 value", false, false},
          {a.float32.derivative, "float32 derivative", false, true},
          {a.float64.value, "float64 value", true, false},
          {a.float64.derivative, "float64 derivative", true, true}};
}

bool is_held(const Activation& activation, const Measured& measured) {
  return !(measured.is_float64 && is_excepted(activation, Exception::Applies::float64)) &&
         !is_excepted(activation, measured.is_derivative ? Exception::Applies::derivative : Exception::Applies::value);
}

TEST_P(Accurate, IsWithinItsBoundAndAsRecorded) {
  const auto bound = bound_of(*GetParam());
  if (!bound) GTEST_SKIP() << "has no error bound";
  const Accuracy* recorded = recorded_accuracy(*GetParam());
  ASSERT_NE(recorded, nullptr) << "an exact activation needs recorded errors: run scripts/bench accuracy";
  const Accuracy now = measure(*GetParam(), 2);
  const auto before = each(*recorded), found = each(now);
  for (std::size_t i = 0; i < found.size(); ++i) {
    const std::string at = fmt::format("{} at x = {}", found[i].what, found[i].error.at);
    EXPECT_LE(found[i].error.ulps, before[i].error.ulps + slack) << at;
    if (!is_held(*GetParam(), found[i])) continue;
    EXPECT_LE(found[i].error.ulps, bound->ulps) << at;
    EXPECT_LE(before[i].error.ulps, bound->ulps) << "recorded: " << at;
  }
}

// The inputs beside the recorded errors, without which nobody could check them.
TEST_P(Accurate, HasItsRecordedErrorsAtTheRecordedInputs) {
  const Accuracy* recorded = recorded_accuracy(*GetParam());
  if (recorded == nullptr || GetParam()->is_row_wise()) GTEST_SKIP() << "has no recorded inputs";
  const Accuracy& at = *recorded;
  const Accuracy found = measure_at(
      *GetParam(), {{at.float32.value.at, at.float32.derivative.at}, {at.float64.value.at, at.float64.derivative.at}});
  const auto before = each(*recorded), now = each(found);
  for (std::size_t i = 0; i < now.size(); ++i) {
    if (before[i].error.ulps == 0 || !std::isfinite(before[i].error.ulps)) continue;
    EXPECT_NEAR(now[i].error.ulps, before[i].error.ulps, slack) << now[i].what << " at x = " << before[i].error.at;
  }
}

// Inputs that others found, at which errors were larger than the bound.
TEST(AccurateAt, InputsThatOthersFound) {
  struct Found {
    const char* activation;
    ParameterValues parameters;
    bool is_float64, is_derivative;
    double at;
  };
  const Found all[]{{"gelu", {}, true, false, -38.4855},
                    {"gelu", {}, true, false, -37.6},
                    {"gelu", {}, false, true, -0.76967},
                    {"gelu", {{"approximate", "tanh"}}, true, true, 0.7364123417344216},
                    {"mish", {}, true, false, -2.0454099321},
                    {"mish", {}, true, true, -0.84794},
                    {"mish", {}, true, true, -0.18484849445111057},
                    {"tanhshrink", {}, true, true, 0.36753},
                    {"tanhshrink", {}, false, false, 1.0108113},
                    {"celu", {{"alpha", -2.0}}, false, false, -180},
                    {"sine", {{"w0", 0.1}}, false, false, 31.415926}};
  for (const Found& one : all) {
    const ActivationPtr activation = make_activation(one.activation, one.parameters);
    const Accuracy found = measure_at(*activation, {{one.at, one.at}, {one.at, one.at}});
    const Errors& errors = one.is_float64 ? found.float64 : found.float32;
    EXPECT_LE((one.is_derivative ? errors.derivative : errors.value).ulps, 4) << to_string(*activation) << one.at;
  }
}

std::string text_of(const Errors& errors) {
  const auto one = [](const Error& error) {
    if (std::isnan(error.ulps)) return std::string("{none, 0}");
    return std::isfinite(error.ulps) ? fmt::format("{{{:.3g}, {}}}", error.ulps, error.at)
                                     : fmt::format("{{unbounded, {}}}", error.at);
  };
  return fmt::format("{{{}, {}}}", one(errors.value), one(errors.derivative));
}

// The rows of the record by name. A row has three lines and begins with the name.
std::map<std::string, std::string> recorded_rows(const std::string& path) {
  std::map<std::string, std::string> rows;
  std::ifstream file(path);
  std::string name;
  for (std::string line; std::getline(file, line);) {
    if (line.starts_with("{\"")) name = line.substr(2, line.find('"', 2) - 2);
    if (!name.empty()) rows[name] += line + "\n";
  }
  return rows;
}

void keep_larger(Errors& errors, const Errors& others) {
  if (others.value.ulps > errors.value.ulps) errors.value = others.value;
  if (others.derivative.ulps > errors.derivative.ulps) errors.derivative = others.derivative;
}

// The errors at the points of measure(), or larger ones that a search finds.
Accuracy search(const Activation& activation, std::uint32_t stride) {
  constexpr std::int64_t points = 200000;
  Accuracy accuracy = measure(activation, 8);
  if (activation.is_row_wise()) return accuracy;
  keep_larger(accuracy.float32, search_float32(activation, stride));
  keep_larger(accuracy.float64, search_float64(activation, points));
  return accuracy;
}

// Writes src/catalogue/records/recorded_accuracy.inc, for scripts/bench accuracy [NAME [STRIDE]]. Measures only the
// activation in ACTLAB_RECORD, if it is set, and every ACTLAB_STRIDE-th float32.
TEST(RecordedAccuracy, DISABLED_IsWritten) {
  const std::string path = ACTLAB_SOURCE_DIR "/src/catalogue/records/recorded_accuracy.inc";
  const char* const only = std::getenv("ACTLAB_RECORD");
  const char* const every = std::getenv("ACTLAB_STRIDE");
  const auto stride = static_cast<std::uint32_t>(every == nullptr ? 1 : std::stoul(every));
  auto rows = recorded_rows(path);
  std::ofstream file(path);
  file << fmt::format(
      "// Written by scripts/bench accuracy. Errors in ULP and where: value and derivative, in float32 (one of {} "
      "numbers was "
      "tried) and float64.\n",
      stride);
  for (const ActivationPtr& activation : measured_activations()) {
    const std::string name = to_string(*activation);
    if (only == nullptr || activation->spec().name == only) {
      const Accuracy a = search(*activation, stride);
      rows[name] = fmt::format("{{\"{}\",\n {{{}, {},\n  {}, {}}}}},\n", name, text_of(a.float32), text_of(a.float64),
                               text_of(a.builtin_float32), text_of(a.builtin_float64));
      fmt::print("{}", rows[name]);
      std::fflush(stdout);
    }
    file << rows[name];
  }
}

}  // namespace
}  // namespace actlab
