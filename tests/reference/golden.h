#pragma once

#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

namespace actlab {

/// A file of golden numbers of this folder; make_reference.py says what is in which.
inline nlohmann::json golden(const std::string& name) {
  std::ifstream file(ACTLAB_SOURCE_DIR "/tests/reference/" + name);
  return nlohmann::json::parse(file);
}

}  // namespace actlab
