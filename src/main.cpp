#include "cli/cli.h"

int main(int argc, char** argv) {
  return actlab::run_cli(argc, argv);
}
