#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <utility>
#include <vector>

namespace actlab {

/// Where in a config something stands: a line and column of a file (both from 1), or an override of the command line.
struct Location {
  std::string source;  ///< the file's name as the user gave it, or "command line: 'training.epochs=3'"
  int line = 0;        ///< 0 where there is none
  int column = 0;

  bool is_command_line() const;
  bool operator==(const Location&) const = default;
};

/// "circle.yaml:3:9", or "command line: 'training.epochs=3'".
std::string to_string(const Location& location);

/// A YAML document as a tree in which every key and value knows where it stands. The only other form a config has; no
/// header of ours shows yaml-cpp.
struct Node {
  enum class Kind { null, scalar, sequence, mapping };
  struct Entry;

  Kind kind = Kind::null;
  /// A scalar's text. Of a mapping: the scalar that stood in its place before `set_path` put a key into it, as with
  /// `optimizer: adam` and `optimizer.lr=0.1`; empty otherwise.
  std::string scalar;
  bool quoted = false;  ///< a quoted scalar is text even where it reads as a number
  std::vector<Node> items;
  std::vector<Entry> entries;
  Location location;

  /// A text; quoted where it would read as something else.
  static Node of(std::string_view text);
  static Node integer(std::int64_t value);
  static Node real(double value);  ///< the shortest text that reads as the same double
  static Node boolean(bool value);
  static Node sequence(std::vector<Node> items);
  static Node mapping();

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_mapping() const { return kind == Kind::mapping; }

  /// Where a value of the wrong shape is to be blamed: at the key that an override put into a scalar, if there is one.
  const Location& blame() const;

  /// The value under `key`, or nullptr.
  const Node* find(std::string_view key) const;
  Node* find(std::string_view key);

  /// Appends an entry to a mapping and returns its value.
  Node& add(std::string_view key, Node value);
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
  /// The same problem added twice is told once.
  void add(const Location& location, std::string_view path, std::string_view message);
  void add(const Problems& others);
  bool empty() const { return problems_.empty(); }
  /// True where one was added under `path` or below it.
  bool concern(std::string_view path) const;
  /// Throws UsageError with every problem, one a line, if there is any: those of files in the order of the file, then
  /// those of the command line.
  void throw_if_any() const;

 private:
  struct Problem {
    Location location;
    std::string path;
    std::string message;
    bool operator==(const Problem&) const = default;
  };
  std::vector<Problem> problems_;
};

/// Parses a file of one YAML mapping. Duplicate keys, anchors, aliases, tags and keys that are not text are added to
/// `problems`. Throws UsageError with file:line:col for a file that cannot be read, is not YAML or not a mapping.
Node parse_yaml_file(const std::filesystem::path& path, Problems& problems);
Node parse_yaml(std::string_view text, std::string_view source_name, Problems& problems);

/// As above; throws UsageError for every problem.
Node parse_yaml(std::string_view text, std::string_view source_name);

/// A value for one key: `key.path=value` of the command line, as Hydra writes it, or a value of a sweep.
struct Override {
  std::string path;
  Location location;  ///< where the path is written
  Node value;
};

/// Reads each value as YAML (`[1, 2]`, `{kind: sgd}`). Adds to `problems` what is malformed and returns the rest.
std::vector<Override> parse_overrides(const std::vector<std::string>& assignments, Problems& problems);

/// Sets every override's value. Their order does not matter: shorter paths are set first, and before its siblings a
/// `kind`. A path given twice is a problem.
void apply_overrides(Node& root, std::vector<Override> overrides, Problems& problems);

/// Sets the value at its dotted path, making the mappings on the way; a key that is there and has dots of its own is
/// found too. Setting a `kind` to another kind drops the fields that stood beside it: they were the old kind's. A path
/// that leads through a list is a problem.
void set_path(Node& root, const Override& change, Problems& problems);

/// The location of the value at a dotted path, or that of the nearest parent that exists: for problems found after
/// reading.
Location locate(const Node& root, std::string_view path);

/// `node` with the locations that the same keys have in `source`: what was resolved keeps pointing at what was written.
Node with_locations(Node node, const Node& source);

/// True where `path` is `prefix` or below it: "a.b" and "a[0]" are below "a".
bool is_within(std::string_view path, std::string_view prefix);

/// "training.optimizer" and "lr" make "training.optimizer.lr"; an empty path adds no dot.
std::string join_path(std::string_view path, std::string_view key);

/// As YAML text, block style with lists in flow style; `header` becomes leading comment lines.
std::string to_yaml(const Node& root, std::string_view header = {});

/// On one line: "{kind: sgd, lr: 0.1}".
std::string to_flow(const Node& node);

}  // namespace actlab
