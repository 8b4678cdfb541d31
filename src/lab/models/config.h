#pragma once

#include <cstdint>
#include <string>
#include <variant>
#include <vector>

#include "lab/config/fields.h"
#include "lab/models/activation_field.h"
#include "lab/models/layers_field.h"

namespace actlab {

// Initialisations. See initial_parameters() for the order of random numbers.

/// U(-1/sqrt(fan_in), 1/sqrt(fan_in)) for weights and biases, as in torch.nn.Linear.
struct TorchInit {
  static constexpr std::string_view kind = "torch";
  static constexpr std::string_view help = "default of torch.nn.Linear: uniform in ±1/sqrt(fan_in), also for biases";
  void declare(Fields&) {}
};
/// Glorot and Bengio 2010; torch.nn.init.xavier_uniform_ / xavier_normal_.
struct XavierInit {
  static constexpr std::string_view kind = "xavier";
  static constexpr std::string_view help = "Glorot initialisation, for sigmoid and tanh";
  std::string distribution = "uniform";
  double gain = 1.0;
  double bias = 0;
  void declare(Fields& fields);
};
/// He et al. 2015; torch.nn.init.kaiming_uniform_ / kaiming_normal_ with fan_in and the gain of ReLU.
struct HeInit {
  static constexpr std::string_view kind = "he";
  static constexpr std::string_view help = "He initialisation, for ReLU";
  std::string distribution = "normal";
  double bias = 0;
  void declare(Fields& fields);
};
/// Normal distribution with mean 0 and standard deviation `std`.
struct NormalInit {
  static constexpr std::string_view kind = "normal";
  static constexpr std::string_view help = "normal distribution with mean 0";
  double std = 0.01;
  double bias = 0;
  void declare(Fields& fields);
};
/// All weights and biases 0.
struct ZerosInit {
  static constexpr std::string_view kind = "zeros";
  static constexpr std::string_view help = "all weights and biases are 0, so that all hidden units stay equal";
  void declare(Fields&) {}
};
/// Weights and biases from the config, the same for every seed.
struct ExplicitInit {
  static constexpr std::string_view kind = "explicit";
  static constexpr std::string_view help = "weights and biases from the config";
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
