#pragma once

#include <filesystem>
#include <string>

#include "catalogue/activation.h"
#include "core/argument_texts.h"

namespace actlab {

// Activations that are not in the catalogue, and a check of any activation. TensorBackend documents these functions.

ActivationPtr make_script_activation(const std::string& expression);
ActivationPtr make_plugin_activation(const std::filesystem::path& library, const std::string& op,
                                     const ArgumentTexts& arguments);
void check_hidden_layer(const Activation& activation);

}  // namespace actlab
