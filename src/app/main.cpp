// `runner`: linked without LibTorch. Hands commands that need tensors over to runner-libtorch.
#include <cstdio>
#include <cstdlib>

#include "app/cli/cli.h"
#include "app/handover.h"

int main(int argc, char** argv) {
  const actlab::Handover backend;
  const auto verbs = actlab::all_verbs(actlab::declare_handover, actlab::declare_handover);
  const int exit_code = actlab::run_cli(argc, argv, {verbs, backend});
  std::fflush(nullptr);
  std::_Exit(exit_code);  // skips destructors of static objects; all files are closed
}
