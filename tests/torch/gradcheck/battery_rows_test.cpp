#include "actlab/battery.h"

#include "checking.h"
#include "made_function.h"
#include "wrong_functions.h"

/// The battery accepts right functions of every kind, and its rows can be chosen.
namespace actlab::battery_rows_test {
namespace {

using made::unary;
using testing::HasSubstr;
using T = const torch::Tensor&;
using Ts = const Tensors&;

Tensors spread_inputs(torch::IntArrayRef shape) {
  return {spread(shape)};
}
Tensors square_matrix(torch::IntArrayRef shape) {
  if (shape.size() != 2 || shape[0] == 0) return {};
  return {leaf(spread({3, 3}) + 3 * torch::eye(3, torch::kDouble))};
}
Tensors vectors(torch::IntArrayRef shape) {
  if (shape.empty() || shape[0] == 0) return {};
  return {spread(shape)};
}
Tensors in_float(torch::IntArrayRef shape) {
  return {spread(shape).detach().to(torch::kFloat)};
}
Tensors complex_numbers(torch::IntArrayRef shape) {
  return {leaf(torch::complex(spread(shape).detach(), positive(shape).detach()))};
}

void expect_right(const char* name, const TensorFunction& fn, const MakeInputs& make,
                  const BatteryOptions& options = {}) {
  const auto report = battery(fn, make, options);
  EXPECT_TRUE(report) << name << "\n" << report;
}

TEST(Battery, AcceptsComplexOutputsOfRealInputs) {
  expect_right(
      "fft", [](T x) { return torch::fft_fft(x); }, vectors);
  expect_right(
      "rfft", [](T x) { return torch::fft_rfft(x); }, vectors);
  expect_right(
      "stft",
      [](T x) {
        return torch::stft(x, 4, 2, 4, torch::ones({4}, x.options().requires_grad(false)), false, true, true);
      },
      [](torch::IntArrayRef shape) -> Tensors {
        if (shape.size() != 2 || shape[0] == 0) return {};
        return {spread({8})};
      });
  expect_right(
      "complex", [](T x) { return torch::complex(x, x * x); }, spread_inputs);
  expect_right(
      "exp of complex numbers", [](T x) { return torch::exp(x); }, complex_numbers);
}

TEST(Battery, FindsAComplexOutputOfTheWrongPrecision) {
  const auto cut = battery(
      [](T x) {
        const torch::Tensor y = torch::complex(x, x);
        return x.scalar_type() == torch::kFloat ? y.to(torch::kComplexHalf).to(torch::kComplexFloat) : y;
      },
      spread_inputs);
  EXPECT_EQ(cut.at("Float input").cause, Cause::low_precision) << cut;
}

TEST(Battery, AcceptsFunctionsThatAreSingularForEqualElements) {
  expect_right(
      "inverse", [](T x) { return torch::inverse(x); }, square_matrix);
  expect_right(
      "svd", [](T x) { return std::get<1>(torch::svd(x)); }, square_matrix);
  expect_right(
      "eigh", [](T x) { return std::get<0>(torch::linalg_eigh(x + x.t())); }, square_matrix);
  expect_right(
      "logdet", [](T x) { return torch::logdet(x); }, square_matrix);
  expect_right(
      "x / (x - mean)", [](T x) { return x / (x - x.mean(-1, true)); }, vectors);
}

TEST(Battery, AcceptsFunctionsThatAmplifyRounding) {
  const auto almost_singular = [](torch::IntArrayRef shape) -> Tensors {
    if (shape.size() != 2 || shape[0] == 0) return {};
    return {leaf(torch::tensor({{1.0, 2.0}, {2.0, 4.1}}, torch::kDouble))};
  };
  expect_right(
      "inverse", [](T x) { return torch::inverse(x); }, almost_singular);
  expect_right(
      "cos of a large number", [](T x) { return torch::cos(40 * x); }, spread_inputs);
}

TEST(Battery, AcceptsViews) {
  expect_right(
      "expand",
      [](T x) {
        return x.unsqueeze(0).expand({3, -1, -1});
      },
      square_matrix);
  expect_right(
      "transpose", [](T x) { return x.t(); }, square_matrix);
}

TEST(Battery, SaysWhyAnExpandedInputIsNotChecked) {
  const auto report = battery([](T x) { return torch::inverse(x); }, square_matrix);
  EXPECT_EQ(report.at("expanded input").outcome, Outcome::skipped);
  EXPECT_THAT(report.at("expanded input").detail,
              HasSubstr("a contiguous input with equal elements does not pass either"));
}

TEST(Battery, ExpandsAlongOneDimensionIfAllElementsCannotBeEqual) {
  // Singular for equal elements of a row, but not for equal rows; reads an expanded input as if it were contiguous.
  const auto fn = [](T x) {
    const bool expanded = x.dim() > 0 && x.stride(0) == 0 && x.size(0) > 1;
    const torch::Tensor read = expanded ? x.as_strided(x.sizes(), {x.size(1), 1}) : x;
    return read / (read - read.mean(-1, true));
  };
  const auto report = battery(fn, vectors);
  EXPECT_EQ(report.at("expanded input").outcome, Outcome::failed) << report;
}

TEST(Battery, AcceptsFunctionsOfFloat32Only) {
  const TensorFunction only_float = [](T x) {
    TORCH_CHECK(x.scalar_type() == torch::kFloat, "expected Float");
    return torch::tanh(x) * x;
  };
  expect_right("float only", only_float, in_float);
  const TensorFunction doubled = [](T x) {
    TORCH_CHECK(x.scalar_type() == torch::kFloat, "expected Float");
    return wrong::FactorOfTwo::apply(x);
  };
  EXPECT_EQ(battery(doubled, in_float).at("contiguous input").cause, Cause::constant_factor);
}

TEST(Battery, ChecksFloat32InputsInFloat64IfTheFunctionTakesIt) {
  // An error that float32 would hide.
  const auto slightly_wrong = unary(torch::exp, [](T, T y, T g) { return g * y * (1 + 2e-3); });
  EXPECT_EQ(battery(slightly_wrong, in_float).at("contiguous input").cause, Cause::constant_factor);
}

TEST(Battery, AcceptsNanWhereItIsMeant) {
  expect_right(
      "where, all NaN", [](T x) { return torch::where(x > 5, x, torch::full_like(x, NAN)); }, spread_inputs);
  expect_right(
      "where, some NaN", [](T x) { return torch::where(x > 0, x * x, torch::full_like(x, NAN)); }, spread_inputs);
  const auto wrong = battery(
      [](T x) { return wrong::FactorOfTwo::apply(torch::where(x > 0, x, torch::full_like(x, NAN))); }, spread_inputs);
  EXPECT_FALSE(wrong);
}

TEST(Battery, AcceptsADtypeThatIsAskedFor) {
  for (const auto dtype : {torch::kFloat, torch::kDouble, torch::kBFloat16}) {
    const auto fn = [dtype](T x) { return torch::sin(x).to(dtype); };
    expect_right("cast", fn, spread_inputs);
    const std::string other = dtype == torch::kFloat ? "BFloat16 input" : "Float input";
    EXPECT_EQ(battery(fn, spread_inputs).at(other).outcome, Outcome::skipped);
    EXPECT_FALSE(battery([=](T x) { return wrong::FactorOfTwo::apply(x).to(dtype); }, spread_inputs));
  }
}

TEST(Battery, AcceptsInfiniteValuesInOtherDtypes) {
  expect_right(
      "large", [](T x) { return 1e4 * torch::exp(x * 9); },
      [](torch::IntArrayRef shape) -> Tensors { return {positive(shape)}; });
}

TEST(Battery, AcceptsExplicitDemandsOfContiguityIfAllowed) {
  const auto demanding = made::function({[](Ts x) {
                                           TORCH_CHECK(x[0].is_contiguous(), "x must be contiguous");
                                           return Tensors{torch::tanh(x[0])};
                                         },
                                         [](Ts, Ts y, Ts g) {
                                           TORCH_CHECK(g[0].is_contiguous(), "Expected a CONTIGUOUS gradient");
                                           return Tensors{g[0] * (1 - y[0] * y[0])};
                                         }});
  EXPECT_EQ(battery(demanding, spread_inputs).at("transposed input").outcome, Outcome::failed);
  BatteryOptions options;
  options.gradcheck.allow_contiguity_errors = true;
  options.double_backward = false;
  const auto report = battery(demanding, spread_inputs, options);
  EXPECT_TRUE(report) << report;
  EXPECT_EQ(report.at("transposed input").outcome, Outcome::skipped);
  EXPECT_THAT(report.at("transposed input").detail, HasSubstr("x must be contiguous"));
  EXPECT_TRUE(gradcheck(demanding, {spread({3, 4})}, options.gradcheck));
  // It excuses neither a wrong result nor a view that fails.
  EXPECT_FALSE(battery([](T x) { return wrong::ReadsPastStrides::apply(x); }, spread_inputs, options));
  EXPECT_FALSE(battery([](T x) { return wrong::ViewsGradOutput::apply(x); }, spread_inputs, options));
}

TEST(Battery, RowsHaveNamesThatAreKnownBefore) {
  std::vector<std::string> names;
  for (const BatteryRow& row : battery([](T x) { return torch::tanh(x); }, spread_inputs).rows)
    names.push_back(row.pitfall);
  EXPECT_EQ(names, battery_rows());
  BatteryOptions options;
  options.dtypes = {torch::kFloat};
  options.double_backward = false;
  EXPECT_EQ(battery_rows(options).size(), names.size() - 3);
}

TEST(Battery, RowsCanBeSwitchedOff) {
  const TensorFunction fn = [](T x) { return wrong::SavedIntermediate::apply(x); };
  for (const std::string& name : battery_rows()) {
    BatteryOptions options;
    options.skip = {name};
    const auto report = battery(fn, spread_inputs, options);
    EXPECT_EQ(report.at(name).outcome, Outcome::skipped);
    EXPECT_EQ(report.at(name).detail, "switched off");
    EXPECT_EQ(report.passed(), name == "double backward");
  }
}

TEST(Battery, NamesTheRowsIfOneThatThereIsNotIsSwitchedOff) {
  BatteryOptions options;
  options.skip = {"contigous input"};
  try {
    battery([](T x) { return torch::tanh(x); }, spread_inputs, options);
    FAIL() << "accepted";
  } catch (const std::invalid_argument& error) {
    EXPECT_THAT(error.what(), HasSubstr("no row 'contigous input'; it has: contiguous input, transposed input"));
  }
}

TEST(Battery, ReportsOnceThatItCannotCheckAnInput) {
  const auto report = battery([](T x) { return x * 2; },
                              [](torch::IntArrayRef shape) -> Tensors {
                                return {torch::ones(shape, torch::TensorOptions(torch::kDouble).device(torch::kMeta))};
                              });
  EXPECT_EQ(report.at("contiguous input").cause, Cause::unsupported);
  EXPECT_EQ(report.at("transposed input").outcome, Outcome::skipped);
}

TEST(Battery, ChecksSparseInputs) {
  BatteryOptions options;
  options.gradcheck.masked = true;
  options.double_backward = false;
  const auto make = [](torch::IntArrayRef shape) -> Tensors {
    if (shape.size() != 2 || shape[0] == 0) return {};
    return {torch::tensor({{0.0, 2.0}, {-1.5, 0.0}}, torch::kDouble).to_sparse(), spread({2, 3})};
  };
  expect_right(
      "sparse mm", [](T a, T b) { return at::_sparse_mm(a, b); }, make, options);
}

}  // namespace
}  // namespace actlab::battery_rows_test
