// Trains two small networks to tell the points inside a circle from those outside, without and with an activation, and
// prints how many points each classifies correctly.
#include <actlab/nn.h>
#include <torch/nn/functional/loss.h>
#include <torch/nn/modules/container/sequential.h>
#include <torch/nn/modules/linear.h>
#include <torch/optim/adam.h>

#include <iomanip>
#include <iostream>

namespace {

struct Points {
  torch::Tensor x, y;  ///< [samples, 2] and the class of each: 1 inside of the circle
};

Points points_in_a_square(std::int64_t samples) {
  const torch::Tensor x = torch::rand({samples, 2}) * 2 - 1;
  return {x, (x.square().sum(1) < 0.6).to(torch::kLong)};
}

double accuracy(torch::nn::Sequential& net, const Points& points) {
  const torch::NoGradGuard no_grad;
  return net->forward(points.x).argmax(1).eq(points.y).to(torch::kDouble).mean().item<double>();
}

void train(torch::nn::Sequential& net, const Points& points) {
  torch::optim::Adam adam(net->parameters(), torch::optim::AdamOptions(0.01));
  for (int epoch = 0; epoch < 300; ++epoch) {
    adam.zero_grad();
    torch::nn::functional::cross_entropy(net->forward(points.x), points.y).backward();
    adam.step();
  }
}

template <class Activation> double trained_accuracy(const Activation& activation) {
  torch::manual_seed(0);
  const Points points = points_in_a_square(1000), others = points_in_a_square(1000);
  torch::nn::Sequential net(torch::nn::Linear(2, 16), activation, torch::nn::Linear(16, 2));
  train(net, points);
  std::cout << std::left << std::setw(64) << activation;
  return accuracy(net, others);
}

}  // namespace

int main() {
  std::cout << actlab::catalogue().size() << " activations\n" << std::fixed << std::setprecision(1);
  std::cout << 100 * trained_accuracy(actlab::nn::Identity()) << " %\n";
  std::cout << 100 * trained_accuracy(actlab::nn::Gelu(actlab::GeluOptions().approximate("tanh"))) << " %\n";
  std::cout << 100 * trained_accuracy(actlab::nn::Prelu(actlab::nn::PreluOptions().init(0.1))) << " %\n";
  std::cout << 100 * trained_accuracy(actlab::nn::Swish(actlab::nn::SwishOptions().learnable(true))) << " %\n";
}
