#pragma once

#include <map>
#include <string>
#include <variant>

#include "lab/models/activation_field.h"
#include "lab/tensor_backend.h"

namespace actlab {

/// Creates the activations of scripts and plugins, and checks those activations of the catalogue whose parameters can
/// only be checked with tensors. Uses the backend only for these. Equal activations are created once.
class ActivationResolver {
 public:
  /// Keeps a reference to the backend.
  explicit ActivationResolver(const TensorBackend& backend) : backend_(backend) {}

  /// Resolves all activations of the field. Adds problems with their location in the config.
  void resolve(ActivationField& field, Problems& problems);

 private:
  using Resolution = std::variant<ActivationPtr, std::string>;  // the activation, or an error message

  Resolution make(const GivenActivation& given) const;

  const TensorBackend& backend_;
  std::map<std::string, Resolution> resolved_;  // by its text in a config
};

}  // namespace actlab
