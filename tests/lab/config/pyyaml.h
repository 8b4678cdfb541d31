#pragma once

#include <sys/wait.h>

#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <nlohmann/json.hpp>
#include <string>

#include "lab/config/node.h"
#include "lab/config/values.h"

namespace actlab {

/// False if Debian's python3-yaml is missing.
inline bool has_pyyaml() {
  return std::system("/usr/bin/python3 -c 'import yaml' 2>/dev/null") == 0;
}

/// What actlab reads, with the types that it gives to plain scalars.
inline nlohmann::ordered_json json_of(const Node& node) {
  if (node.is_sequence()) {
    auto array = nlohmann::ordered_json::array();
    for (const Node& item : node.items) array.push_back(json_of(item));
    return array;
  }
  if (node.is_mapping()) {
    auto object = nlohmann::ordered_json::object();
    for (const Node::Entry& entry : node.entries) object[entry.key] = json_of(entry.value);
    return object;
  }
  if (node.kind == Node::Kind::null) return nullptr;
  if (const auto boolean = as_boolean(node)) return *boolean;
  if (const auto integer = as_integer(node)) return *integer;
  if (const auto real = as_real(node)) return *real;
  return node.scalar;
}

/// The difference between what PyYAML and actlab read in this text; empty if there is none.
inline std::string difference_from_pyyaml(const std::string& yaml) {
  char folder[] = "/tmp/actlab-pyyaml-XXXXXX";
  if (mkdtemp(folder) == nullptr) return "no scratch folder";
  const std::filesystem::path scratch = folder;
  std::ofstream(scratch / "a.yaml") << yaml;
  std::ofstream(scratch / "a.json") << json_of(parse_yaml(yaml, "a.yaml")).dump();
  const std::string at = scratch.string();
  const int status = std::system(("/usr/bin/python3 " ACTLAB_SOURCE_DIR "/tests/lab/config/same_in_pyyaml.py " + at +
                                  "/a.yaml " + at + "/a.json 2>" + at + "/error")
                                     .c_str());
  std::ifstream error(scratch / "error");
  std::string text{std::istreambuf_iterator<char>(error), {}};
  if (status != 0 && text.empty()) text = "python failed";
  std::filesystem::remove_all(scratch);
  return status == 0 ? "" : text;
}

}  // namespace actlab
