#pragma once

#include <fstream>
#include <string>

#include "lab/experiment/load.h"
#include "lab/record/temporary_directory.h"

namespace actlab {

/// Reads an experiment from the text of a config.
inline Experiment experiment_of(const std::string& text) {
  const TemporaryDirectory directory;
  std::ofstream(directory / "test.yaml") << text;
  return load_experiment(directory / "test.yaml");
}

}  // namespace actlab
