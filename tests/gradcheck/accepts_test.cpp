#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "gradcheck/gradcheck.h"
#include "inputs.h"

namespace actlab {
namespace {

/// A differentiable operation of LibTorch, at inputs where it has a derivative.
struct Operation {
  std::string name;
  TensorFunction fn;
  Tensors inputs;
};

Operation unary(std::string name, torch::Tensor (*fn)(const torch::Tensor&)) {
  return {std::move(name), fn, {spread({2, 3})}};
}
Operation on_positive(std::string name, torch::Tensor (*fn)(const torch::Tensor&)) {
  return {std::move(name), fn, {positive({2, 3})}};
}

using T = torch::Tensor;

std::vector<Operation> elementwise() {
  return {
      unary("exp", torch::exp),
      unary("expm1", torch::expm1),
      unary("sin", torch::sin),
      unary("cos", torch::cos),
      unary("tanh", torch::tanh),
      unary("sinh", torch::sinh),
      unary("cosh", torch::cosh),
      unary("atan", torch::atan),
      unary("asinh", torch::asinh),
      unary("erf", torch::erf),
      unary("erfc", torch::erfc),
      unary("sigmoid", torch::sigmoid),
      unary("relu", torch::relu),
      unary("silu", torch::silu),
      unary("mish", torch::mish),
      unary("selu", torch::selu),
      unary("abs", torch::abs),
      unary("square", torch::square),
      unary("neg", torch::neg),
      unary("log_sigmoid", torch::log_sigmoid),
      unary("hardswish", torch::hardswish),
      unary("clone", [](const T& x) { return x.clone(); }),
      unary("softplus", [](const T& x) { return torch::softplus(x); }),
      unary("elu", [](const T& x) { return torch::elu(x); }),
      unary("leaky_relu", [](const T& x) { return torch::leaky_relu(x, 0.1); }),
      unary("clamp", [](const T& x) { return torch::clamp(x, -1.001, 1.001); }),
      unary("floor", torch::floor),
      on_positive("log", torch::log),
      on_positive("log1p", torch::log1p),
      on_positive("log2", torch::log2),
      on_positive("sqrt", torch::sqrt),
      on_positive("rsqrt", torch::rsqrt),
      on_positive("reciprocal", torch::reciprocal),
      on_positive("lgamma", torch::lgamma),
      on_positive("digamma", torch::digamma),
      on_positive("pow", [](const T& x) { return torch::pow(x, 2.5); }),
  };
}

std::vector<Operation> rearranging() {
  return {
      unary("transpose", [](const T& x) { return x.transpose(0, 1); }),
      unary("reshape",
            [](const T& x) {
              return x.reshape({3, 2});
            }),
      unary("slice", [](const T& x) { return x.slice(1, 0, 3, 2); }),
      unary("expand",
            [](const T& x) {
              return x.unsqueeze(0).expand({4, 2, 3});
            }),
      unary("flip", [](const T& x) { return x.flip({1}); }),
      unary("roll", [](const T& x) { return x.roll(1, 0); }),
      unary("cat",
            [](const T& x) {
              return torch::cat({x, 2 * x}, 1);
            }),
      unary("tril", [](const T& x) { return torch::tril(x); }),
      unary("identity", [](const T& x) { return x; }),
      unary("pad",
            [](const T& x) {
              return torch::constant_pad_nd(x, {1, 1});
            }),
      unary("diagonal", [](const T& x) { return x.diagonal(); }),
      unary("repeat",
            [](const T& x) {
              return x.repeat({2, 1});
            }),
  };
}

std::vector<Operation> reducing() {
  return {
      unary("sum", [](const T& x) { return x.sum(); }),
      unary("sum of rows", [](const T& x) { return x.sum(1); }),
      unary("mean", [](const T& x) { return x.mean(); }),
      on_positive("prod", [](const T& x) { return x.prod(); }),
      unary("cumsum", [](const T& x) { return x.cumsum(1); }),
      on_positive("cumprod", [](const T& x) { return x.cumprod(1); }),
      unary("var", [](const T& x) { return x.var(); }),
      unary("norm", [](const T& x) { return x.norm(); }),
      unary("logsumexp", [](const T& x) { return x.logsumexp(1); }),
      unary("softmax", [](const T& x) { return torch::softmax(x, 1); }),
      unary("log_softmax", [](const T& x) { return torch::log_softmax(x, 0); }),
      unary("amax", [](const T& x) { return x.amax(1); }),
  };
}

std::vector<Operation> of_several_inputs() {
  const T class_indices = torch::tensor({2, 0}, torch::kLong);
  return {
      {"mul", [](const T& a, const T& b) { return a * b; }, {spread({2, 3}), positive({2, 3})}},
      {"broadcast add", [](const T& a, const T& b) { return a + b; }, {spread({2, 3}), spread({3})}},
      {"broadcast div", [](const T& a, const T& b) { return a / b; }, {spread({2, 1}), positive({3})}},
      {"atan2", [](const T& a, const T& b) { return torch::atan2(a, b); }, {spread({4}), positive({4})}},
      {"maximum", [](const T& a, const T& b) { return torch::maximum(a, b); }, {spread({4}), spread({4, 1}) + 0.05}},
      {"lerp",
       [](const T& a, const T& b, const T& w) { return torch::lerp(a, b, w); },
       {spread({4}), positive({4}), spread({4}) * 0.3}},
      {"mm", [](const T& a, const T& b) { return torch::mm(a, b); }, {spread({2, 3}), spread({3, 2})}},
      {"bmm", [](const T& a, const T& b) { return torch::bmm(a, b); }, {spread({2, 2, 3}), spread({2, 3, 2})}},
      {"linear",
       [](const T& x, const T& w, const T& b) { return torch::linear(x, w, b); },
       {spread({4, 3}), spread({2, 3}), spread({2})}},
      {"conv1d", [](const T& x, const T& w) { return torch::conv1d(x, w); }, {spread({1, 2, 5}), spread({3, 2, 2})}},
      {"layer_norm", [](const T& x) { return torch::layer_norm(x, {3}); }, {spread({2, 3})}},
      {"embedding of an integer input",
       [](const T& weight, const T& index) { return torch::embedding(weight, index); },
       {spread({3, 2}), class_indices}},
      {"cross_entropy with class indices",
       [](const T& x, const T& y) { return torch::cross_entropy_loss(x, y); },
       {spread({2, 3}), class_indices}},
      {"where",
       [](const T& c, const T& a, const T& b) { return torch::where(c, a, b); },
       {torch::tensor({true, false, true}), spread({3}), positive({3})}},
      {"inverse", [](const T& x) { return torch::inverse(x); }, {spread({3, 3}) + 2 * torch::eye(3)}},
      {"max with its indices", [](const T& x) { return torch::max(x, 1); }, {spread({2, 3})}},
      {"unbind", [](const T& x) { return x.unbind(0); }, {spread({2, 3})}},
      {"of a list", [](const Tensors& x) { return torch::stack(x).sin(); }, {spread({2}), spread({2}) + 1}},
  };
}

std::vector<Operation> of_complex_numbers() {
  const auto z = [] { return leaf(torch::complex(spread({3}).detach(), positive({3}).detach())); };
  return {
      {"complex exp", [](const T& x) { return torch::exp(x); }, {z()}},
      {"complex abs", [](const T& x) { return torch::abs(x); }, {z()}},
      {"complex mul", [](const T& a, const T& b) { return a * b; }, {z(), z() + 1}},
      {"conj", [](const T& x) { return torch::conj(x) * x; }, {z()}},
      {"real to complex", [](const T& x) { return torch::complex(x, x * x); }, {spread({3})}},
      {"angle", [](const T& x) { return torch::angle(x); }, {z()}},
      {"fft", [](const T& x) { return torch::fft_fft(x); }, {spread({4})}},
  };
}

class Operations : public testing::TestWithParam<Operation> {};

Tensors as_leaves(Tensors inputs) {
  for (T& input : inputs) {
    if (input.is_floating_point() || input.is_complex()) input = leaf(input);
  }
  return inputs;
}

TEST_P(Operations, IsAccepted) {
  const Tensors inputs = as_leaves(GetParam().inputs);
  const auto report = gradcheck(GetParam().fn, inputs);
  EXPECT_TRUE(report) << report;
  EXPECT_GT(report.compared, 0);
}

TEST_P(Operations, IsAcceptedInTheSecondOrder) {
  EXPECT_NO_THROW(gradgradcheck(GetParam().fn, as_leaves(GetParam().inputs)));
}

TEST_P(Operations, IsAcceptedInFastMode) {
  GradcheckOptions options;
  options.fast_mode = true;
  EXPECT_NO_THROW(gradcheck(GetParam().fn, as_leaves(GetParam().inputs), options));
  EXPECT_NO_THROW(gradgradcheck(GetParam().fn, as_leaves(GetParam().inputs), options));
}

auto named(std::vector<Operation> operations) {
  return testing::ValuesIn(std::move(operations));
}
std::string test_name(const testing::TestParamInfo<Operation>& info) {
  std::string name = info.param.name;
  for (char& c : name) {
    if (!std::isalnum(static_cast<unsigned char>(c))) c = '_';
  }
  return name;
}

INSTANTIATE_TEST_SUITE_P(Elementwise, Operations, named(elementwise()), test_name);
INSTANTIATE_TEST_SUITE_P(Rearranging, Operations, named(rearranging()), test_name);
INSTANTIATE_TEST_SUITE_P(Reducing, Operations, named(reducing()), test_name);
INSTANTIATE_TEST_SUITE_P(SeveralInputs, Operations, named(of_several_inputs()), test_name);
INSTANTIATE_TEST_SUITE_P(Complex, Operations, named(of_complex_numbers()), test_name);

}  // namespace
}  // namespace actlab
