#include <cstdio>
#include <cstdlib>

#include "app/cli/cli.h"

int main(int argc, char** argv) {
  const int exit_code = actlab::run_cli(argc, argv);
  std::fflush(nullptr);
  std::_Exit(exit_code);  // all that is ours is closed; taking LibTorch down takes a tenth of a second
}
