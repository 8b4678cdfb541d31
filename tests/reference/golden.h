#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace actlab {

/// A JSON file of reference values from this folder; make_reference.py documents them.
inline nlohmann::json golden(const std::string& name) {
  std::ifstream file(ACTLAB_SOURCE_DIR "/tests/reference/" + name);
  return nlohmann::json::parse(file);
}

}  // namespace actlab
