#include <gtest/gtest.h>
#include <torch/nn/modules/activation.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/sgd.h>
#include <torch/serialize.h>

#include <iomanip>
#include <sstream>

#include "actlab/gradcheck.h"
#include "cases.h"

namespace actlab {
namespace {

using torch::nn::AnyModule;

torch::Tensor forward(AnyModule& module, const torch::Tensor& x) {
  return module.forward(x);
}

std::string printed(const AnyModule& module) {
  std::ostringstream stream;
  module.ptr()->pretty_print(stream);
  return stream.str();
}

// The function that the module of this name computes.
const FunctionCase& function_of(const ModuleCase& of) {
  static const std::vector<FunctionCase> all = function_cases();
  return *std::find_if(all.begin(), all.end(), [&](const FunctionCase& one) { return one.name == of.name; });
}

class Modules : public testing::TestWithParam<ModuleCase> {
 protected:
  AnyModule module = GetParam().make();
};
INSTANTIATE_TEST_SUITE_P(Catalogue, Modules, testing::ValuesIn(module_cases()), case_name<ModuleCase>);

TEST_P(Modules, ComputeTheFunction) {
  module.ptr()->eval();
  module.ptr()->to(torch::kDouble);
  EXPECT_TRUE(torch::equal(forward(module, some_inputs()), function_of(GetParam()).call(some_inputs())));
}

TEST_P(Modules, PassGradcheckWithTheirParameters) {
  if (GetParam().name == "straight_through_step") return;  // a surrogate gradient
  module.ptr()->eval();
  module.ptr()->to(torch::kDouble);
  Tensors inputs{some_inputs().requires_grad_()};
  for (const torch::Tensor& parameter : module.ptr()->parameters()) inputs.push_back(parameter);
  const auto f = [&](const Tensors& given) { return forward(module, given[0]); };
  EXPECT_TRUE(gradcheck(TensorFunction(f), inputs));
  EXPECT_TRUE(gradgradcheck(TensorFunction(f), inputs));
}

TEST_P(Modules, PrintTheirTypeAndEachParameter) {
  const std::string text = printed(module);
  EXPECT_EQ(text.find("actlab::nn::" + GetParam().type + "("), 0u) << text;
  EXPECT_EQ(text.back(), ')');
  for (const ActivationPtr& activation : catalogue()) {
    if (activation->spec().name != GetParam().name) continue;
    for (const Parameter& parameter : activation->parameters()) {
      const std::string name(parameter.name == "per_channel" ? "num_parameters" : parameter.name);
      if (parameter.name == "per_channel" && activation->learnable().empty()) continue;
      EXPECT_NE(text.find(name + "="), std::string::npos) << text;
    }
  }
}

TEST_P(Modules, HaveTheParametersOfTheCatalogue) {
  std::vector<std::string> expected;
  for (const ActivationPtr& activation : catalogue()) {
    if (activation->spec().name == GetParam().name && activation->learned())
      expected.emplace_back(activation->learned()->name);
  }
  EXPECT_EQ(module.ptr()->named_parameters().keys(), expected);
  EXPECT_TRUE(module.ptr()->buffers().empty());
}

TEST_P(Modules, AreClonedWithTheirParameters) {
  const auto clone = module.ptr()->clone();
  EXPECT_EQ(clone->parameters().size(), module.ptr()->parameters().size());
  std::ostringstream text;
  clone->pretty_print(text);
  EXPECT_EQ(text.str(), printed(module));
  const torch::NoGradGuard no_grad;
  for (std::size_t i = 0; i < clone->parameters().size(); ++i) {
    EXPECT_TRUE(torch::equal(clone->parameters()[i], module.ptr()->parameters()[i]));
    clone->parameters()[i].fill_(3);
    EXPECT_FALSE(torch::equal(clone->parameters()[i], module.ptr()->parameters()[i]));
  }
}

TEST_P(Modules, AreSavedAndLoaded) {
  {
    const torch::NoGradGuard no_grad;
    for (torch::Tensor parameter : module.ptr()->parameters()) parameter.fill_(0.625);
  }
  std::stringstream file;
  torch::save(module.ptr(), file);
  AnyModule other = GetParam().make();
  auto loaded = other.ptr();
  torch::load(loaded, file);
  module.ptr()->eval();
  loaded->eval();
  const torch::Tensor x = some_inputs().to(torch::kFloat);
  EXPECT_TRUE(torch::equal(forward(module, x), forward(other, x)));
}

TEST_P(Modules, TakeTheDtypeThatTheyAreGiven) {
  for (const torch::ScalarType dtype : {torch::kDouble, torch::kBFloat16, torch::kHalf, torch::kFloat}) {
    module.ptr()->to(torch::kCPU, dtype);
    const torch::Tensor y = forward(module, some_inputs().to(dtype));
    EXPECT_EQ(y.scalar_type(), dtype);
    for (const torch::Tensor& parameter : module.ptr()->parameters()) EXPECT_EQ(parameter.scalar_type(), dtype);
  }
}

TEST(LearningModules, HaveOneParameterOrOneForEachFeature) {
  EXPECT_TRUE(nn::Swish()->parameters().empty());
  nn::Swish swish(nn::SwishOptions().beta(1.5).learnable(true).num_parameters(4));
  ASSERT_EQ(swish->named_parameters().keys(), std::vector<std::string>{"beta"});
  EXPECT_TRUE(torch::equal(swish->beta, torch::full({4}, 1.5)));
  const torch::Tensor x = some_inputs().to(torch::kFloat);
  swish->forward(x).sum().backward();
  EXPECT_EQ(swish->beta.grad().sizes(), swish->beta.sizes());
  EXPECT_TRUE(torch::allclose(swish->forward(x), actlab::swish(x, SwishOptions().beta(1.5))));
  EXPECT_TRUE(
      torch::allclose(nn::Swish(nn::SwishOptions().beta(3))->forward(x), actlab::swish(x, SwishOptions().beta(3))));
  EXPECT_THROW(nn::Prelu(nn::PreluOptions().num_parameters(0)), c10::Error);
}

TEST(LearningModules, ExchangeTheirStateWithTorch) {
  torch::nn::PReLU theirs(torch::nn::PReLUOptions().num_parameters(4).init(0.3));
  nn::Prelu ours(nn::PreluOptions().num_parameters(4).init(0.1));
  std::stringstream file;
  torch::save(theirs, file);
  torch::load(ours, file);
  EXPECT_TRUE(torch::equal(ours->weight, theirs->weight));
  const torch::Tensor x = some_inputs().to(torch::kFloat);
  EXPECT_TRUE(torch::allclose(ours->forward(x), theirs->forward(x)));
}

TEST(OptionsOfModules, AreCheckedWhenTheModuleIsMade) {
  EXPECT_THROW(nn::Gelu(GeluOptions().approximate("tan")), std::runtime_error);
  EXPECT_THROW(nn::LeakyRelu(LeakyReluOptions().negative_slope(INFINITY)), std::runtime_error);
}

TEST(OptionsOfModules, ReachTheFunction) {
  const torch::Tensor x = some_inputs();
  EXPECT_TRUE(torch::equal(nn::Gelu(GeluOptions().approximate("tanh"))->forward(x),
                           actlab::gelu(x, GeluOptions().approximate("tanh"))));
  EXPECT_TRUE(torch::equal(nn::Softmax(0)->forward(x), actlab::softmax(x, 0)));
  EXPECT_TRUE(torch::equal(nn::Geglu(GegluOptions().dim(0))->forward(x), actlab::geglu(x, GegluOptions().dim(0))));
  std::ostringstream text;
  text << *nn::LeakyRelu(LeakyReluOptions().negative_slope(0.5)) << *nn::Gelu();
  text << std::setw(20) << std::left << *nn::Relu() << "|";
  EXPECT_EQ(text.str(),
            "actlab::nn::LeakyRelu(negative_slope=0.5)actlab::nn::Gelu(approximate=none)"
            "actlab::nn::Relu()  |");
}

TEST(RandomModules, DrawInTrainingOnly) {
  nn::Rrelu rrelu;
  const torch::Tensor x = some_inputs();
  EXPECT_FALSE(torch::equal(rrelu->forward(x), rrelu->forward(x)));
  rrelu->eval();
  EXPECT_TRUE(torch::equal(rrelu->forward(x), rrelu->forward(x)));
}

TEST(ModulesInASequential, Train) {
  torch::manual_seed(1);
  torch::nn::Sequential net(torch::nn::Linear(1, 16), nn::Prelu(), torch::nn::Linear(16, 16),
                            nn::Swish(nn::SwishOptions().learnable(true)), torch::nn::Linear(16, 1));
  const torch::Tensor x = torch::linspace(-1, 1, 64).reshape({64, 1}), y = x * x;
  torch::optim::SGD sgd(net->parameters(), torch::optim::SGDOptions(0.1).momentum(0.9));
  const auto loss = [&] { return torch::mse_loss(net->forward(x), y); };
  const double before = loss().item<double>();
  for (int i = 0; i < 200; ++i) {
    sgd.zero_grad();
    loss().backward();
    sgd.step();
  }
  EXPECT_LT(loss().item<double>(), before / 50);
}

}  // namespace
}  // namespace actlab
