#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "app/cli_tensors/verbs.h"
#include "torch/backend/torch_backend.h"

namespace actlab {

/// The verbs of the program with LibTorch.
inline const std::vector<Verb>& tensor_verbs() {
  static const std::vector<Verb> verbs = all_verbs(declare_gradcheck, declare_activations);
  return verbs;
}

/// Runs the command line in this process, with LibTorch.
inline CommandResult run_command(std::vector<std::string> arguments) {
  const TorchBackend backend;
  return run_program({tensor_verbs(), backend}, std::move(arguments));
}

}  // namespace actlab
