#include "models/init.h"

#include <cmath>
#include <variant>

namespace actlab {
namespace {

// Every bound is computed in double and in the order of torch/nn/init.py: the last bit of a bound is in every weight.

struct Initialiser {
  std::size_t layer;
  const torch::Tensor& weight;
  const torch::Tensor& bias;
  const at::Generator& generator;

  double inputs() const { return static_cast<double>(weight.size(1)); }
  double outputs() const { return static_cast<double>(weight.size(0)); }

  // Draws the weights with the given standard deviation around zero; all biases are the same.
  void draw(const std::string& distribution, double std, double every_bias) const {
    if (distribution == "uniform") {
      const double bound = std::sqrt(3.0) * std;
      weight.uniform_(-bound, bound, generator);
    } else {
      weight.normal_(0.0, std, generator);
    }
    bias.fill_(every_bias);
  }

  void operator()(const TorchInit&) const {
    // kaiming_uniform_ with a = sqrt(5), which is how torch.nn.Linear words 1 / sqrt(fan_in).
    const double slope = std::sqrt(5.0);
    const double gain = std::sqrt(2.0 / (1 + slope * slope));
    draw("uniform", gain / std::sqrt(inputs()), 0);
    const double bound = 1 / std::sqrt(inputs());
    bias.uniform_(-bound, bound, generator);
  }
  void operator()(const XavierInit& xavier) const {
    draw(xavier.distribution, xavier.gain * std::sqrt(2.0 / (inputs() + outputs())), xavier.bias);
  }
  void operator()(const HeInit& he) const { draw(he.distribution, std::sqrt(2.0) / std::sqrt(inputs()), he.bias); }
  void operator()(const NormalInit& normal) const { draw("normal", normal.std, normal.bias); }
  void operator()(const ZerosInit&) const {
    weight.zero_();
    bias.zero_();
  }
  void operator()(const ExplicitInit& given) const {
    const LayerParameters& parameters = given.layers.layers().at(layer);
    for (std::int64_t o = 0; o < weight.size(0); ++o)
      weight[o].copy_(torch::tensor(parameters.weight.at(static_cast<std::size_t>(o)), torch::kDouble));
    bias.copy_(torch::tensor(parameters.bias, torch::kDouble));
  }
};

}  // namespace

void initialise(const InitConfig& config, std::size_t layer, const torch::Tensor& weight, const torch::Tensor& bias,
                const at::Generator& generator) {
  const torch::NoGradGuard no_grad;
  std::visit(Initialiser{layer, weight, bias, generator}, config);
}

}  // namespace actlab
