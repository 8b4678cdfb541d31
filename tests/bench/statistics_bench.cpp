#include <cstdio>
#include <cstdlib>

#include "lab/statistics/comparison_simulation.h"

// Prints the tables of docs/statistics.md. The argument is the number of simulated experiments of a row.
int main(int argc, char** argv) {
  using namespace actlab;
  const int runs = argc > 1 ? std::atoi(argv[1]) : 2000;
  std::printf(
      "| differences | seeds | BCa covers | t covers | without interval |\n| --- | ---: | ---: | ---: | ---: |\n");
  for (const DifferenceKind& kind : difference_kinds()) {
    for (const std::size_t seeds : {5, 10, 20, 100}) std::printf("%s\n", coverage_row(kind, seeds, runs).c_str());
  }
  std::printf(
      "\n| results | seeds | sign-flip | t | Holm, ten pairs | ε min < 0.2 | equal means only: sign-flip | t |\n"
      "| --- | ---: | ---: | ---: | ---: | ---: | ---: | ---: |\n");
  for (const DifferenceKind& kind : difference_kinds()) {
    for (const std::size_t seeds : {5, 10, 20, 100}) {
      std::printf("%s\n", false_alarm_row(kind, seeds, runs).c_str());
      std::fflush(stdout);
    }
  }
}
