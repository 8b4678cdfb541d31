#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "lab/config/fields.h"
#include "lab/models/activation_field.h"
#include "lab/models/layers_field.h"

namespace actlab {

/// How a layer's weights start, each drawn in the order weight, bias, layer by layer, from the model's torch generator.
/// torch: U(-1/sqrt(fan_in), 1/sqrt(fan_in)) for weight and bias, as torch.nn.Linear.
struct TorchInit {
  static constexpr std::string_view kind = "torch";
  static constexpr std::string_view help = "torch.nn.Linear's default: uniform within 1/sqrt(fan_in), biases too";
  void declare(Fields&) {}
};
/// Glorot and Bengio 2010; torch.nn.init.xavier_uniform_ / xavier_normal_.
struct XavierInit {
  static constexpr std::string_view kind = "xavier";
  static constexpr std::string_view help = "Glorot's, for sigmoid and tanh";
  std::string distribution = "uniform";
  double gain = 1.0;
  double bias = 0;
  void declare(Fields& fields);
};
/// He et al. 2015; torch.nn.init.kaiming_uniform_ / kaiming_normal_ with fan_in and the gain of ReLU.
struct HeInit {
  static constexpr std::string_view kind = "he";
  static constexpr std::string_view help = "Kaiming He's, for ReLU";
  std::string distribution = "normal";
  double bias = 0;
  void declare(Fields& fields);
};
struct NormalInit {
  static constexpr std::string_view kind = "normal";
  static constexpr std::string_view help = "normal with mean 0 and a given std";
  double std = 0.01;
  double bias = 0;
  void declare(Fields& fields);
};
struct ZerosInit {
  static constexpr std::string_view kind = "zeros";
  static constexpr std::string_view help = "all weights and biases zero: nothing breaks the symmetry of hidden units";
  void declare(Fields&) {}
};
/// Weights set by hand, the same for every seed.
struct ExplicitInit {
  static constexpr std::string_view kind = "explicit";
  static constexpr std::string_view help = "every weight and bias, as the config gives them";
  LayersField layers;
  void declare(Fields& fields);
};
using InitConfig = std::variant<TorchInit, XavierInit, HeInit, NormalInit, ZerosInit, ExplicitInit>;

/// One model of a config: a multi-layer perceptron.
struct ModelConfig {
  std::vector<std::int64_t> hidden{10};  ///< widths of the hidden layers; may be empty
  ActivationField activation;
  InitConfig init;
  void declare(Fields& fields);
};

}  // namespace actlab
