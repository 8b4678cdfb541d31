#pragma once

#include <fstream>
#include <string>

#include "lab/experiment/load.h"
#include "lab/record/temporary_directory.h"

namespace actlab {

/// The experiment that a config's text describes.
inline Experiment experiment_of(const std::string& text) {
  const TemporaryDirectory directory;
  std::ofstream(directory / "test.yaml") << text;
  return load_experiment(directory / "test.yaml");
}

}  // namespace actlab
