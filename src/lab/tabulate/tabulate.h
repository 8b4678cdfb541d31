#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "lab/record/provenance.h"
#include "lab/tabulate/config.h"
#include "lab/tensor_backend.h"

namespace actlab {

/// An activation at one place.
struct TabulatedValue {
  std::string activation;  ///< with its parameters: "leaky_relu(negative_slope=0.1)"
  std::int64_t line = 0;   ///< all from 0
  std::int64_t place = 0;
  double x = 0;
  double value = 0;
  /// By order, of this value by its own x: of a row-wise activation the other elements of the row stay as they are.
  std::vector<double> derivatives;
};

/// Makes the config's scripts and plug-ins, and checks what only tensors can check. Throws UsageError with every
/// problem, one a line.
void resolve_activations(TabulateConfig& config, const TensorBackend& backend);

/// Makes a run's directory with record, config.yaml, provenance.json and tabulated.csv; `out` itself, or one below
/// `runs`. Gives the directory. Throws UsageError where `out` holds anything.
std::filesystem::path record_table(const TabulateConfig& config, const std::vector<TabulatedValue>& values,
                                   const std::filesystem::path& out, const std::filesystem::path& runs,
                                   const Invocation& invocation);

}  // namespace actlab
