#include "lab/models/config.h"

#include <array>

namespace actlab {
namespace {

constexpr std::array<std::string_view, 2> distributions{"uniform", "normal"};

constexpr std::string_view bias_help = "what every bias starts at";

}  // namespace

void XavierInit::declare(Fields& fields) {
  fields.choice("distribution", distribution, distributions, "what weights are drawn from");
  fields.real("gain", gain, positive, "a factor of every weight");
  fields.real("bias", bias, any_number, bias_help);
}

void HeInit::declare(Fields& fields) {
  fields.choice("distribution", distribution, distributions, "what weights are drawn from");
  fields.real("bias", bias, any_number, bias_help);
}

void NormalInit::declare(Fields& fields) {
  fields.real("std", std, positive, "standard deviation of a weight");
  fields.real("bias", bias, any_number, bias_help);
}

void ExplicitInit::declare(Fields& fields) {
  fields.custom("layers", layers, "weights and biases of each layer");
  fields.required();
}

void ModelConfig::declare(Fields& fields) {
  fields.integers("hidden", hidden, between(1, 65536), "widths of the hidden layers; [] for none");
  fields.custom("activation", activation, "what stands between layers");
  fields.one_of("init", init, "how weights start");
}

}  // namespace actlab
