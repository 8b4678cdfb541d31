#include <yaml-cpp/emitter.h>
#include <yaml-cpp/emittermanip.h>

#include <sstream>

#include "lab/config/node.h"
#include "lab/config/values.h"

namespace actlab {
namespace {

// A plain scalar that is a number or a boolean here is one for every reader: see portable().
bool reads_alike(const Node& node) {
  return as_boolean(node) || as_real(node) || !Node::of(node.scalar).quoted;
}

void emit(YAML::Emitter& out, const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      out << YAML::Null;
      break;
    case Node::Kind::scalar:
      if (node.quoted || !reads_alike(node)) out << YAML::DoubleQuoted;
      out << node.scalar;
      break;
    case Node::Kind::sequence:
      out << YAML::Flow << YAML::BeginSeq;
      for (const Node& item : node.items) emit(out, item);
      out << YAML::EndSeq;
      break;
    case Node::Kind::mapping:
      if (node.entries.empty()) out << YAML::Flow;  // writes {} on the line of its key
      out << YAML::BeginMap;
      for (const Node::Entry& entry : node.entries) {
        out << YAML::Key;
        if (Node::of(entry.key).quoted) out << YAML::DoubleQuoted;
        out << entry.key << YAML::Value;
        emit(out, entry.value);
      }
      out << YAML::EndMap;
      break;
  }
}

}  // namespace

std::string to_yaml(const Node& root, std::string_view header) {
  std::ostringstream text;
  std::istringstream lines{std::string(header)};
  for (std::string line; std::getline(lines, line);) text << "# " << line << '\n';
  YAML::Emitter out;
  emit(out, root);
  text << out.c_str() << '\n';
  return text.str();
}

std::string to_flow(const Node& node) {
  YAML::Emitter out;
  out << YAML::Flow;
  out.SetMapFormat(YAML::Flow);
  emit(out, node);
  return out.c_str();
}

}  // namespace actlab
