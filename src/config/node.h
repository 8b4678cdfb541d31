#pragma once

#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace actlab {

/// Where in a config something stands: a line and column of a file (both from 1), or an override of the command line.
struct Location {
  std::string source;  ///< the file's name as the user gave it, or "command line"
  int line = 0;        ///< 0 where there is none
  int column = 0;
};

/// "circle.yaml:3:9", or "command line".
std::string to_string(const Location& location);

/// A YAML document as a tree in which every key and value knows where it stands. The only other form a config has; no
/// header of ours shows yaml-cpp.
struct Node {
  enum class Kind { null, scalar, sequence, mapping };
  struct Entry;

  Kind kind = Kind::null;
  std::string scalar;   ///< its text; for scalars only
  bool quoted = false;  ///< a quoted scalar is text even where it reads as a number
  std::vector<Node> items;
  std::vector<Entry> entries;
  Location location;

  static Node of(std::string_view scalar);
  /// The value under `key`, or nullptr.
  const Node* find(std::string_view key) const;
};

struct Node::Entry {
  std::string key;
  Location key_location;
  Node value;
};

/// What is wrong with a config, gathered so that all of it is told at once.
class Problems {
 public:
  /// `path` is the key's path ("training.optimizer.lr"); `message` says what was found, what is allowed, what to do.
  void add(const Location& location, std::string_view path, std::string_view message);
  bool empty() const { return lines_.empty(); }
  /// Throws UsageError with every problem, one a line, in the order of the file, if there is any.
  void throw_if_any() const;

 private:
  std::vector<std::pair<Location, std::string>> lines_;
};

/// Parses a file. Throws UsageError with file:line:col for a file that cannot be read or is not YAML, for a duplicate
/// key, for anchors and tags, and for a document that is not a mapping.
Node parse_yaml_file(const std::filesystem::path& path);
Node parse_yaml(std::string_view text, std::string_view source_name);

/// Applies one `key.path=value` of the command line, Hydra's way: the value is read as YAML flow (`[1, 2]`, `{kind:
/// sgd}`). A path may name a key that the file leaves at its default. Throws UsageError where it is malformed.
void apply_override(Node& root, std::string_view assignment);

/// Sets the value at a dotted path, making the mappings on the way.
void set_path(Node& root, std::string_view path, const Node& value);

/// As YAML text, block style with short flow lists; a leading comment per line of `header`.
std::string to_yaml(const Node& root, std::string_view header = {});

}  // namespace actlab
