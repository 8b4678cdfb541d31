#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <vector>

#include "lab/record/provenance.h"
#include "lab/tabulate/config.h"

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

/// Every activation at every place, in float64, by activation, line and place. On tensors: eager/tabulate.cpp has it.
std::vector<TabulatedValue> tabulate(const TabulateConfig& config);

/// Makes a run's directory with record, config.yaml, provenance.json and tabulated.csv; `out` itself, or one below
/// `runs`. Gives the directory. Throws UsageError where `out` holds anything.
std::filesystem::path record_table(const TabulateConfig& config, const std::vector<TabulatedValue>& values,
                                   const std::filesystem::path& out, const std::filesystem::path& runs,
                                   const Invocation& invocation);

}  // namespace actlab
