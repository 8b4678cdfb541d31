#include "lab/models/config.h"

#include <array>

namespace actlab {
namespace {

constexpr std::array<std::string_view, 2> distributions{"uniform", "normal"};

constexpr std::string_view bias_help = "initial value of all biases";

}  // namespace

void XavierInit::declare(Fields& fields) {
  fields.choice("distribution", distribution, distributions, "distribution of the weights");
  fields.real("gain", gain, positive, "factor of the standard deviation");
  fields.real("bias", bias, any_number, bias_help);
}

void HeInit::declare(Fields& fields) {
  fields.choice("distribution", distribution, distributions, "distribution of the weights");
  fields.real("bias", bias, any_number, bias_help);
}

void NormalInit::declare(Fields& fields) {
  fields.real("std", std, positive, "standard deviation of the weights");
  fields.real("bias", bias, any_number, bias_help);
}

void ExplicitInit::declare(Fields& fields) {
  fields.custom("layers", layers, "weights and biases of each layer");
  fields.required();
}

void ModelConfig::declare(Fields& fields) {
  fields.integers("hidden", hidden, between(1, 65536), "widths of the hidden layers; [] for none");
  fields.custom("activation", activation, "activation after each hidden layer");
  fields.one_of("init", init, "initial weights");
}

}  // namespace actlab
