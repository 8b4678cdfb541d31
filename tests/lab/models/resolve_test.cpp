#include "lab/models/resolve.h"

#include <gmock/gmock.h>
#include <gtest/gtest.h>

#include <stdexcept>
#include <string>

#include "fake_backend.h"
#include "lab/models/config.h"

namespace actlab {
namespace {

using testing::AllOf;
using testing::ElementsAre;
using testing::HasSubstr;
using testing::IsEmpty;

ModelConfig unresolved(const std::string& activation) {
  ModelConfig model;
  Problems problems;
  read_config(
      parse_yaml("{hidden: [3, 4], activation: " + activation + "}", "m.yaml"),
      [&](Fields& fields) { model.declare(fields); }, problems);
  problems.throw_if_any();
  return model;
}

std::string problems_of(ModelConfig model, const FakeBackend& backend) {
  Problems problems;
  ActivationResolver(backend).resolve(model.activation, problems);
  try {
    problems.throw_if_any();
  } catch (const UsageError& error) {
    return error.what();
  }
  return "";
}

TEST(ActivationResolver, CreatesScriptsAndPlugins) {
  ModelConfig model = unresolved("[{script: x * x}, {plugin: libmine.so, op: my::op, arguments: {bend: 2}}]");
  EXPECT_THROW(model.activation.for_layers(2), std::logic_error);
  const FakeBackend backend;
  EXPECT_EQ(problems_of(model, backend), "");
  EXPECT_THAT(backend.calls, ElementsAre("script x * x", "plugin libmine.so my::op bend=2"));
  Problems problems;
  ActivationResolver(backend).resolve(model.activation, problems);
  EXPECT_EQ(model.activation.for_layers(2).size(), 2u);
}

TEST(ActivationResolver, DoesNotUseTheBackendForElementWiseActivations) {
  const FakeBackend backend;
  EXPECT_EQ(problems_of(unresolved("[relu, {leaky_relu: {negative_slope: 0.1}}]"), backend), "");
  EXPECT_THAT(backend.calls, IsEmpty());
}

TEST(ActivationResolver, ChecksRowWiseAndRandomActivations) {
  const FakeBackend backend;
  EXPECT_EQ(problems_of(unresolved("[softmax, rrelu]"), backend), "");
  EXPECT_THAT(backend.calls, ElementsAre("check softmax", "check rrelu"));
}

TEST(ActivationResolver, CreatesEqualActivationsOnce) {
  const FakeBackend backend;
  ModelConfig a = unresolved("{script: x * x}"), b = unresolved("[{script: x * x}, softmax]");
  ActivationResolver resolver(backend);
  Problems problems;
  resolver.resolve(a.activation, problems);
  resolver.resolve(b.activation, problems);
  EXPECT_THAT(backend.calls, ElementsAre("script x * x", "check softmax"));
  EXPECT_EQ(a.activation.for_layers(1)[0], b.activation.for_layers(2)[0]);
}

TEST(ActivationResolver, ReportsEveryProblemWithItsLocation) {
  FakeBackend backend;
  backend.rejected = {"script x[", "check softmax(dim=5)"};
  EXPECT_THAT(problems_of(unresolved("[{script: 'x['}, {softmax: {dim: 5}}]"), backend),
              AllOf(HasSubstr("m.yaml:1:40: activation[0].script: the backend rejects 'script x['"),
                    HasSubstr("m.yaml:1:57: activation[1].softmax: the backend rejects 'check softmax(dim=5)'")));
}

}  // namespace
}  // namespace actlab
