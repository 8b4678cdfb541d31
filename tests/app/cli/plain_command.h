#pragma once

#include <string>
#include <utility>
#include <vector>

#include "app/cli/command.h"
#include "fake_backend.h"

namespace actlab {

/// In place of a verb that needs LibTorch.
inline Action declare_nothing(CLI::App&, const Program&) {
  return [] { return 0; };
}

/// The verbs of a program without LibTorch.
inline const std::vector<Verb>& plain_verbs() {
  static const std::vector<Verb> verbs = all_verbs(declare_nothing, declare_nothing);
  return verbs;
}

/// Runs the command line in this process, without LibTorch.
inline Ran run_command(std::vector<std::string> words) {
  const FakeBackend backend;
  return run_in({plain_verbs(), backend}, std::move(words));
}

}  // namespace actlab
