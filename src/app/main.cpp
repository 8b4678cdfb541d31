// `runner`: linked without LibTorch, and hands over to runner-libtorch what needs tensors.
#include <cstdio>
#include <cstdlib>

#include "app/cli/cli.h"
#include "app/handover.h"

int main(int argc, char** argv) {
  const actlab::Handover backend;
  const auto verbs = actlab::all_verbs(actlab::declare_handover, actlab::declare_handover);
  const int exit_code = actlab::run_cli(argc, argv, {verbs, backend});
  std::fflush(nullptr);
  std::_Exit(exit_code);  // every file is closed; destroying the rest takes time for nothing
}
