#pragma once

#include <map>
#include <string>
#include <variant>

#include "lab/models/activation_field.h"
#include "lab/tensor_backend.h"

namespace actlab {

/// Makes the scripts and plug-ins of configs, and checks the activations of the catalogue whose parameters only tensors
/// can check. The backend is not used where there are none of these. Equal activations are made once.
class ActivationResolver {
 public:
  /// The backend must outlive it.
  explicit ActivationResolver(const TensorBackend& backend) : backend_(backend) {}

  /// Resolves every activation of the field; adds what is wrong with one to `problems`, where the config gives it.
  void resolve(ActivationField& field, Problems& problems);

 private:
  using Made = std::variant<ActivationPtr, std::string>;  // or why there is none

  Made make(const GivenActivation& given) const;

  const TensorBackend& backend_;
  std::map<std::string, Made> made_;  // by how a config writes it
};

}  // namespace actlab
