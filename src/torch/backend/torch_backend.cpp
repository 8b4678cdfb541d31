#include "torch/backend/torch_backend.h"

#include "torch/eager/custom_activation.h"
#include "torch/eager/engine.h"
#include "torch/eager/state_dict.h"
#include "torch/eager/tabulate.h"
#include "torch/verify/portrait.h"

namespace actlab {

std::unique_ptr<Engine> TorchBackend::make_eager_engine() const {
  return actlab::make_eager_engine();
}

ActivationPtr TorchBackend::make_script_activation(const std::string& expression) const {
  return actlab::make_script_activation(expression);
}

ActivationPtr TorchBackend::make_plugin_activation(const std::filesystem::path& library, const std::string& op,
                                                   const ArgumentTexts& arguments) const {
  return actlab::make_plugin_activation(library, op, arguments);
}

void TorchBackend::check_hidden_layer(const Activation& activation) const {
  actlab::check_hidden_layer(activation);
}

ActivationPortrait TorchBackend::portrait(const Activation& activation) const {
  return portrait_on_tensors(activation);
}

std::vector<TabulatedValue> TorchBackend::tabulate(const TabulateConfig& config) const {
  return actlab::tabulate(config);
}

void TorchBackend::write_state_dict(const std::filesystem::path& path, const NamedArrays& weights) const {
  actlab::write_state_dict(path, weights);
}

}  // namespace actlab
