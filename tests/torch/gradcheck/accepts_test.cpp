#include <gtest/gtest.h>

#include <string>
#include <vector>

#include "actlab/gradcheck.h"
#include "inputs.h"
#include "test_name.h"

namespace actlab {
namespace {

using T = torch::Tensor;
using Shapes = std::vector<std::vector<std::int64_t>>;

/// A differentiable operation of LibTorch, with inputs of several shapes at which it has a derivative.
struct Operation {
  std::string name;
  TensorFunction fn;
  std::vector<Tensors> points;
};

Operation unary(std::string name, T (*fn)(const T&), T (*make)(torch::IntArrayRef), const Shapes& shapes) {
  Operation operation{std::move(name), fn, {}};
  for (const auto& shape : shapes) operation.points.push_back({make(shape)});
  return operation;
}
Operation on_any(std::string name, T (*fn)(const T&)) {
  return unary(std::move(name), fn, spread, {{}, {5}, {2, 3}, {2, 1, 3}, {0, 3}});
}
Operation on_positive(std::string name, T (*fn)(const T&)) {
  return unary(std::move(name), fn, positive, {{}, {5}, {2, 3}, {2, 1, 3}, {0, 3}});
}
Operation on_matrices(std::string name, T (*fn)(const T&)) {
  return unary(std::move(name), fn, spread, {{2, 3}, {3, 3}, {1, 4}, {4, 2}});
}
Operation on_positive_matrices(std::string name, T (*fn)(const T&)) {
  return unary(std::move(name), fn, positive, {{2, 3}, {3, 3}, {1, 4}});
}

std::vector<Operation> elementwise() {
  return {
      on_any("exp", torch::exp),
      on_any("expm1", torch::expm1),
      on_any("sin", torch::sin),
      on_any("cos", torch::cos),
      on_any("tanh", torch::tanh),
      on_any("sinh", torch::sinh),
      on_any("cosh", torch::cosh),
      on_any("atan", torch::atan),
      on_any("asinh", torch::asinh),
      on_any("erf", torch::erf),
      on_any("erfc", torch::erfc),
      on_any("sigmoid", torch::sigmoid),
      on_any("relu", torch::relu),
      on_any("silu", torch::silu),
      on_any("mish", torch::mish),
      on_any("selu", torch::selu),
      on_any("abs", torch::abs),
      on_any("square", torch::square),
      on_any("neg", torch::neg),
      on_any("log_sigmoid", torch::log_sigmoid),
      on_any("hardswish", torch::hardswish),
      on_any("clone", [](const T& x) { return x.clone(); }),
      on_any("softplus", [](const T& x) { return torch::softplus(x); }),
      on_any("elu", [](const T& x) { return torch::elu(x); }),
      on_any("leaky_relu", [](const T& x) { return torch::leaky_relu(x, 0.1); }),
      on_any("clamp", [](const T& x) { return torch::clamp(x, -1.001, 1.001); }),
      on_any("floor", torch::floor),
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
      on_matrices("transpose", [](const T& x) { return x.transpose(0, 1); }),
      on_matrices("reshape",
                  [](const T& x) {
                    return x.reshape({-1, 1, x.size(0)});
                  }),
      on_matrices("slice", [](const T& x) { return x.slice(1, 0, 3, 2); }),
      on_matrices("expand",
                  [](const T& x) {
                    return x.unsqueeze(0).expand({4, -1, -1});
                  }),
      on_matrices("flip", [](const T& x) { return x.flip({1}); }),
      on_matrices("roll", [](const T& x) { return x.roll(1, 0); }),
      on_matrices("cat",
                  [](const T& x) {
                    return torch::cat({x, 2 * x}, 1);
                  }),
      on_matrices("tril", [](const T& x) { return torch::tril(x); }),
      on_matrices("identity", [](const T& x) { return x; }),
      on_matrices("pad",
                  [](const T& x) {
                    return torch::constant_pad_nd(x, {1, 1});
                  }),
      on_matrices("diagonal", [](const T& x) { return x.diagonal(); }),
      on_matrices("repeat",
                  [](const T& x) {
                    return x.repeat({2, 1});
                  }),
  };
}

std::vector<Operation> reducing() {
  return {
      on_matrices("sum", [](const T& x) { return x.sum(); }),
      on_matrices("sum of rows", [](const T& x) { return x.sum(1); }),
      on_matrices("mean", [](const T& x) { return x.mean(); }),
      on_positive_matrices("prod", [](const T& x) { return x.prod(); }),
      on_matrices("cumsum", [](const T& x) { return x.cumsum(1); }),
      on_positive_matrices("cumprod", [](const T& x) { return x.cumprod(1); }),
      on_matrices("var", [](const T& x) { return x.var(); }),
      on_matrices("norm", [](const T& x) { return x.norm(); }),
      on_matrices("logsumexp", [](const T& x) { return x.logsumexp(1); }),
      on_matrices("softmax", [](const T& x) { return torch::softmax(x, 1); }),
      on_matrices("log_softmax", [](const T& x) { return torch::log_softmax(x, 0); }),
      on_matrices("amax", [](const T& x) { return x.amax(1); }),
  };
}

T class_indices(const std::vector<std::int64_t>& classes) {
  return torch::tensor(classes, torch::kLong);
}
T matrix_near_identity(std::int64_t n) {
  return spread({n, n}) + n * torch::eye(n);
}

std::vector<Operation> of_several_inputs() {
  const T flags = torch::tensor({true, false, true});
  return {
      {"mul",
       [](const T& a, const T& b) { return a * b; },
       {{spread({2, 3}), positive({2, 3})}, {spread({}), positive({})}, {spread({2, 3}), positive({})}}},
      {"broadcast add",
       [](const T& a, const T& b) { return a + b; },
       {{spread({2, 3}), spread({3})}, {spread({2, 1}), spread({1, 4})}, {spread({0, 3}), spread({3})}}},
      {"broadcast div",
       [](const T& a, const T& b) { return a / b; },
       {{spread({2, 1}), positive({3})}, {spread({4}), positive({})}}},
      {"atan2",
       [](const T& a, const T& b) { return torch::atan2(a, b); },
       {{spread({4}), positive({4})}, {spread({2, 3}), positive({3})}}},
      {"maximum",
       [](const T& a, const T& b) { return torch::maximum(a, b); },
       {{spread({4}), spread({4, 1}) + 0.05}, {spread({2, 3}), positive({2, 3}) + 0.07}}},
      {"lerp",
       [](const T& a, const T& b, const T& w) { return torch::lerp(a, b, w); },
       {{spread({4}), positive({4}), spread({4}) * 0.3}, {spread({2, 3}), positive({3}), spread({2, 1})}}},
      {"mm",
       [](const T& a, const T& b) { return torch::mm(a, b); },
       {{spread({2, 3}), spread({3, 2})}, {spread({1, 4}), spread({4, 1})}, {spread({2, 0}), spread({0, 3})}}},
      {"bmm",
       [](const T& a, const T& b) { return torch::bmm(a, b); },
       {{spread({2, 2, 3}), spread({2, 3, 2})}, {spread({1, 1, 4}), spread({1, 4, 3})}}},
      {"linear",
       [](const T& x, const T& w, const T& b) { return torch::linear(x, w, b); },
       {{spread({4, 3}), spread({2, 3}), spread({2})}, {spread({2, 2, 3}), spread({1, 3}), spread({1})}}},
      {"conv1d",
       [](const T& x, const T& w) { return torch::conv1d(x, w); },
       {{spread({1, 2, 5}), spread({3, 2, 2})}, {spread({2, 1, 4}), spread({1, 1, 4})}}},
      {"layer_norm",
       [](const T& x) { return torch::layer_norm(x, {3}); },
       {{spread({2, 3})}, {spread({3})}, {spread({2, 2, 3})}}},
      {"embedding of an integer input",
       [](const T& weight, const T& index) { return torch::embedding(weight, index); },
       {{spread({3, 2}), class_indices({2, 0})}, {spread({2, 1}), class_indices({1, 1, 0})}}},
      {"cross_entropy with class indices",
       [](const T& x, const T& y) { return torch::cross_entropy_loss(x, y); },
       {{spread({2, 3}), class_indices({2, 0})}, {spread({3, 2}), class_indices({1, 1, 0})}}},
      {"gather by an integer input",
       [](const T& x, const T& index) { return x.gather(0, index); },
       {{spread({4}), class_indices({3, 0, 3})}, {spread({1}), class_indices({0, 0})}}},
      {"where",
       [](const T& c, const T& a, const T& b) { return torch::where(c, a, b); },
       {{flags, spread({3}), positive({3})}, {flags, spread({2, 3}), positive({})}}},
      {"inverse",
       [](const T& x) { return torch::inverse(x); },
       {{matrix_near_identity(3)}, {matrix_near_identity(1)}, {matrix_near_identity(4)}}},
      {"max with its indices",
       [](const T& x) { return torch::max(x, 1); },
       {{spread({2, 3})}, {spread({1, 4})}, {spread({2, 2, 3})}}},
      {"unbind", [](const T& x) { return x.unbind(0); }, {{spread({2, 3})}, {spread({3})}}},
      {"of a list",
       [](const Tensors& x) { return torch::stack(x).sin(); },
       {{spread({2}), spread({2}) + 1}, {spread({2, 2}), positive({2, 2}), spread({2, 2}) + 1}}},
  };
}

std::vector<Operation> of_complex_numbers() {
  const auto z = [](torch::IntArrayRef shape) {
    return torch::complex(spread(shape).detach(), positive(shape).detach());
  };
  return {
      {"complex exp", [](const T& x) { return torch::exp(x); }, {{z({3})}, {z({})}, {z({2, 2})}}},
      {"complex abs", [](const T& x) { return torch::abs(x); }, {{z({3})}, {z({})}, {z({2, 2})}}},
      {"complex mul",
       [](const T& a, const T& b) { return a * b; },
       {{z({3}), z({3}) + 1}, {z({2, 2}), z({2}) + 1}, {z({2}), spread({2})}}},
      {"conj", [](const T& x) { return torch::conj(x) * x; }, {{z({3})}, {z({2, 2})}}},
      {"real to complex",
       [](const T& x) { return torch::complex(x, x * x); },
       {{spread({3})}, {spread({})}, {spread({2, 2})}}},
      {"angle", [](const T& x) { return torch::angle(x); }, {{z({3})}, {z({2, 2})}}},
      {"fft", [](const T& x) { return torch::fft_fft(x); }, {{spread({4})}, {spread({2, 3})}, {z({3})}}},
  };
}

class Operations : public testing::TestWithParam<Operation> {};

Tensors as_leaves(Tensors inputs) {
  for (T& input : inputs) {
    if (input.is_floating_point() || input.is_complex()) input = leaf(input);
  }
  return inputs;
}

TEST_P(Operations, Passes) {
  for (const Tensors& point : GetParam().points) {
    const auto report = gradcheck(GetParam().fn, as_leaves(point));
    EXPECT_EQ(report.compared > 0, point[0].numel() > 0) << report;
  }
}

TEST_P(Operations, PassesInTheSecondOrder) {
  for (const Tensors& point : GetParam().points) EXPECT_NO_THROW(gradgradcheck(GetParam().fn, as_leaves(point)));
}

TEST_P(Operations, PassesInFastMode) {
  GradcheckOptions options;
  options.fast_mode = true;
  for (const Tensors& point : GetParam().points) {
    EXPECT_NO_THROW(gradcheck(GetParam().fn, as_leaves(point), options));
    EXPECT_NO_THROW(gradgradcheck(GetParam().fn, as_leaves(point), options));
  }
}

TEST(OperationsTable, HasAtLeastSixtyOfSeveralShapes) {
  std::size_t count = 0;
  for (const auto& group : {elementwise(), rearranging(), reducing(), of_several_inputs(), of_complex_numbers()}) {
    count += group.size();
    for (const Operation& operation : group) EXPECT_GE(operation.points.size(), 2u) << operation.name;
  }
  EXPECT_GE(count, 60u);
}

auto named(std::vector<Operation> operations) {
  return testing::ValuesIn(std::move(operations));
}
std::string operation_name(const testing::TestParamInfo<Operation>& info) {
  return test_name(info.param.name, info.index);
}

INSTANTIATE_TEST_SUITE_P(Elementwise, Operations, named(elementwise()), operation_name);
INSTANTIATE_TEST_SUITE_P(Rearranging, Operations, named(rearranging()), operation_name);
INSTANTIATE_TEST_SUITE_P(Reducing, Operations, named(reducing()), operation_name);
INSTANTIATE_TEST_SUITE_P(SeveralInputs, Operations, named(of_several_inputs()), operation_name);
INSTANTIATE_TEST_SUITE_P(Complex, Operations, named(of_complex_numbers()), operation_name);

}  // namespace
}  // namespace actlab
