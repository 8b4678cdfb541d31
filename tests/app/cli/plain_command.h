#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "fake_backend.h"

namespace actlab {

/// Replaces the verbs that need LibTorch.
inline Action declare_nothing(CLI::App&, const Program&) {
  return [] { return 0; };
}

/// The verbs of a program without LibTorch.
inline const std::vector<Verb>& plain_verbs() {
  static const std::vector<Verb> verbs = all_verbs(declare_nothing, declare_nothing);
  return verbs;
}

/// Runs the command line in this process, without LibTorch.
inline CommandResult run_command(std::vector<std::string> arguments) {
  const FakeBackend backend;
  return run_program({plain_verbs(), backend}, std::move(arguments));
}

}  // namespace actlab
