#include <cstdio>
#include <cstdlib>

#include "lab/statistics/sequential_simulation.h"

// Prints the tables of docs/sequential.md. The argument is the number of simulated runs of a row.
int main(int argc, char** argv) {
  using namespace actlab;
  const int runs = argc > 1 ? std::atoi(argv[1]) : 2000;
  std::printf(
      "| differences | seeds before the first look | all looks covered | last interval covered | median seeds | "
      "Student's t at all looks |\n| --- | ---: | ---: | ---: | ---: | ---: |\n");
  for (const DifferenceKind& kind : difference_kinds()) {
    for (const std::int64_t at_least : {20, 100}) {
      const UntilResult result = simulate_until(kind, {at_least, 2000}, 0.5, runs);
      std::printf("| %s | %d | %.1f %% | %.1f %% | %.0f | %.1f %% |\n", kind.name.c_str(), static_cast<int>(at_least),
                  100 * result.covered, 100 * result.covered_stop, result.median_seeds, 100 * result.covered_t);
    }
  }
  std::printf(
      "\n| differences | models | gap between neighbours | best one dropped | decided | trials trained |\n"
      "| --- | ---: | ---: | ---: | ---: | ---: |\n");
  for (const DifferenceKind& kind : difference_kinds()) {
    for (const auto& [models, gap] : std::vector<std::pair<std::size_t, double>>{{2, 0}, {10, 0}, {10, 0.3}}) {
      const RaceResult result = simulate_race(kind, {20, 1000}, models, gap, runs / 4);
      std::printf("| %s | %zu | %.1f | %.1f %% | %.0f %% | %.0f %% |\n", kind.name.c_str(), models, gap,
                  100 * result.lost_best, 100 * result.decided, 100 * result.trials);
    }
  }
}
