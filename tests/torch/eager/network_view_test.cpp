// NetworkView gives the same values for both engines.
#include "lab/training/network_view.h"

#include <fmt/format.h>
#include <gmock/gmock.h>
#include <gtest/gtest.h>
#include <torch/types.h>

#include "catalogue/activation.h"
#include "lab/models/init.h"
#include "tensors.h"
#include "torch/eager/support.h"

namespace actlab {
namespace {

struct Layers {
  std::vector<torch::Tensor> z, y;
};

Layers layers_of(const NetworkView& network, const Matrix& inputs) {
  Layers layers;
  network.pass(inputs, [&](std::size_t layer, const Matrix& z, const Matrix& y) {
    EXPECT_EQ(layer, layers.z.size());
    layers.z.push_back(tensor_of(z));
    layers.y.push_back(tensor_of(y));
  });
  return layers;
}

void expect_same_views(const std::string& model, std::int64_t features, std::int64_t outputs, std::int64_t samples) {
  SCOPED_TRACE(fmt::format("{}, {} features, {} samples", model, features, samples));
  const TrialSetup setup{.model = from_yaml<ModelConfig>(model)};
  const Trial trial = setup.trial();
  const NamedArrays parameters = initial_parameters(setup.model, features, outputs, 3);
  const Matrix inputs = matrix_of(torch::linspace(-2, 2, samples * features).reshape({samples, features}));
  const auto fused = make_fused_engine()->view(trial, features, outputs, parameters);
  const auto eager = make_eager_engine()->view(trial, features, outputs, parameters);
  const Layers ours = layers_of(*fused, inputs), expected = layers_of(*eager, inputs);
  ASSERT_EQ(ours.z.size(), setup.model.hidden.size() + 1);
  ASSERT_EQ(ours.z.size(), expected.z.size());
  for (std::size_t l = 0; l < ours.z.size(); ++l) {
    EXPECT_TRUE(torch::allclose(ours.z[l], expected.z[l], 1e-4, 1e-5)) << "before the activation of layer " << l;
    EXPECT_TRUE(torch::allclose(ours.y[l], expected.y[l], 1e-4, 1e-5)) << "after the activation of layer " << l;
  }
  EXPECT_TRUE(torch::equal(ours.z.back(), ours.y.back()));
  for (const auto* network : {fused.get(), eager.get()})
    EXPECT_TRUE(torch::allclose(tensor_of(network->outputs(inputs)), expected.y.back(), 1e-4, 1e-5));
}

TEST(NetworkView, IsTheSameForBothEnginesAndEveryActivation) {
  for (const ActivationPtr& activation : catalogue()) {
    if (!activation->compiled() || activation->is_random()) continue;
    expect_same_views(fmt::format("{{hidden: [5, 4], activation: {}}}", activation->spec().name), 2, 3, 33);
  }
}

TEST(NetworkView, IsTheSameForEveryShape) {
  for (const char* model : {"hidden: []", "hidden: [1]", "hidden: [70]", "{hidden: [8, 8], activation: [tanh, relu]}",
                            "{hidden: [6], activation: {prelu: {per_channel: true}}}"}) {
    for (const std::int64_t features : {1, 3, 100}) {
      for (const std::int64_t samples : {1, 16, 513, 1100}) expect_same_views(model, features, 2, samples);
    }
  }
}

}  // namespace
}  // namespace actlab
