#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "lab/record/provenance.h"
#include "lab/tabulate/config.h"
#include "lab/tensor_backend.h"

namespace actlab {

/// Value and derivatives of an activation at one point.
struct TabulatedValue {
  std::string activation;  ///< with parameters: "leaky_relu(negative_slope=0.1)"
  std::int64_t line = 0;   ///< index of the line, from 0
  std::int64_t place = 0;  ///< index in the line, from 0
  double x = 0;
  double value = 0;
  /// derivatives[i] is the derivative of order i + 1 with respect to x. For a row-wise activation, the other elements
  /// of the row are constant.
  std::vector<double> derivatives;
};

/// Resolves the activations of the config: see ActivationResolver. Throws UsageError with all problems, one per line.
void resolve_activations(TabulateConfig& config, const TensorBackend& backend);

/// Creates the directory of a run with record, config.yaml, provenance.json and tabulated.csv: `out`, or a new one
/// under `runs` if `out` is empty. Returns the directory. Throws UsageError if `out` is not empty.
std::filesystem::path record_table(const TabulateConfig& config, const std::vector<TabulatedValue>& values,
                                   const std::filesystem::path& out, const std::filesystem::path& runs,
                                   const Invocation& invocation);

}  // namespace actlab
