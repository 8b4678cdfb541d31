// `runner-libtorch`: the same program with LibTorch.
#include <cstdio>
#include <cstdlib>

#include "app/cli/cli.h"
#include "app/cli_tensors/verbs.h"
#include "torch/backend/torch_backend.h"

int main(int argc, char** argv) {
  const actlab::TorchBackend backend;
  const auto verbs = actlab::all_verbs(actlab::declare_gradcheck, actlab::declare_activations);
  const int exit_code = actlab::run_cli(argc, argv, {verbs, backend});
  std::fflush(nullptr);
  std::_Exit(exit_code);  // skips the unloading of LibTorch, which is slow; all files are closed
}
