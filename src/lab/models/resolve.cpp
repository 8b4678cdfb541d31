#include "lab/models/resolve.h"

#include <variant>

#include "core/error.h"
#include "lab/models/activation_reader.h"

namespace actlab {
namespace {

// Element-wise activations accept any input. The others may have an invalid dimension or range of random numbers.
bool needs_tensors(const GivenActivation& given) {
  const auto* activation = std::get_if<ActivationPtr>(&given.source);
  return activation == nullptr || (*activation)->is_row_wise() || (*activation)->is_random();
}

}  // namespace

void ActivationResolver::resolve(ActivationField& field, Problems& problems) {
  field.resolve([&](const GivenActivation& given) -> ActivationPtr {
    if (!needs_tensors(given)) return std::get<ActivationPtr>(given.source);
    const auto [at, is_new] = resolved_.try_emplace(fingerprint(write_activation(given)));
    if (is_new) at->second = make(given);
    if (const auto* activation = std::get_if<ActivationPtr>(&at->second)) return *activation;
    problems.add(given.location, given.path, std::get<std::string>(at->second));
    return nullptr;
  });
}

ActivationResolver::Resolution ActivationResolver::make(const GivenActivation& given) const try {
  if (const auto* script = std::get_if<ScriptSource>(&given.source))
    return backend_.make_script_activation(script->expression);
  if (const auto* plugin = std::get_if<PluginSource>(&given.source))
    return backend_.make_plugin_activation(plugin->library, plugin->op, plugin->arguments);
  const auto& activation = std::get<ActivationPtr>(given.source);
  backend_.check_hidden_layer(*activation);
  return activation;
} catch (const UsageError& error) {
  return error.what();
}

}  // namespace actlab
