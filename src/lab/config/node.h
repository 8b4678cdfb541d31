#pragma once

#include <cstdint>
#include <filesystem>
#include <string>
#include <string_view>
#include <unordered_set>
#include <utility>
#include <vector>

namespace actlab {

/// A name that is stored once for the lifetime of the process, because every node of a config has a location.
class SourceName {
 public:
  SourceName() = default;
  // NOLINTBEGIN(google-explicit-constructor): a name is what it is made of
  SourceName(std::string_view name);
  SourceName(const std::string& name) : SourceName(std::string_view(name)) {}
  SourceName(const char* name) : SourceName(std::string_view(name)) {}
  // NOLINTEND(google-explicit-constructor)
  std::string_view text() const { return name_ == nullptr ? std::string_view() : *name_; }
  bool operator==(const SourceName&) const = default;

 private:
  const std::string* name_ = nullptr;  // null for the empty name
};

/// A position in a config: a line and column of a file (both from 1), or an override on the command line.
struct Location {
  SourceName source;  ///< the file's name as the user gave it, or "command line: 'training.epochs=3'"
  int line = 0;       ///< 0 if there is none
  int column = 0;

  bool is_command_line() const;
  bool operator==(const Location&) const = default;
};

/// "circle.yaml:3:9", or "command line: 'training.epochs=3'".
std::string to_string(const Location& location);

/// A YAML document as a tree whose keys and values know their locations. Hides yaml-cpp from the other headers.
struct Node {
  enum class Kind { null, scalar, sequence, mapping };
  struct Entry;

  Kind kind = Kind::null;
  /// A scalar's text. For a mapping: the scalar it replaced when `set_path` added a key, as with `optimizer: adam` and
  /// `optimizer.lr=0.1`; empty otherwise.
  std::string scalar;
  bool quoted = false;  ///< a quoted scalar is a string even if it looks like a number
  std::vector<Node> items;
  std::vector<Entry> entries;
  Location location;

  /// A string, quoted if it would otherwise be read as something else, by YAML 1.1 or 1.2.
  static Node of(std::string_view text);
  static Node integer(std::int64_t value);
  static Node real(double value);  ///< the shortest text that parses to the same double
  static Node boolean(bool value);
  static Node sequence(std::vector<Node> items);
  static Node mapping();

  bool is_scalar() const { return kind == Kind::scalar; }
  bool is_sequence() const { return kind == Kind::sequence; }
  bool is_mapping() const { return kind == Kind::mapping; }

  /// The location to report for a value of the wrong type: the key that an override put into a scalar, if there is one.
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

/// The problems of a config, collected so that all are reported at once.
class Problems {
 public:
  /// `path` is the key's path ("training.optimizer.lr"); `message` says what was found, what is allowed, what to do.
  /// Adding the same problem twice reports it once. Takes constant time: a file may have a problem in every value.
  void add(const Location& location, std::string_view path, std::string_view message);
  /// As add(), but keeps the line feeds of the message, in which all else that cannot be seen is escaped as usual.
  void add_lines(const Location& location, std::string_view path, std::string_view message);
  void add(const Problems& others);
  bool empty() const { return problems_.empty(); }
  /// True if a problem was added at `path` or below it.
  bool concern(std::string_view path) const;
  /// Throws UsageError if there are any, with one problem per line: first those of files in the order of lines, then
  /// those of the command line. Of more than twenty it shows the first ones and the number of the others.
  void throw_if_any() const;

 private:
  struct Problem {
    Location location;
    std::string path;
    std::string message;
    bool has_lines = false;
  };
  void add(Problem problem);

  std::vector<Problem> problems_;
  std::unordered_set<std::string> seen_;
  std::size_t omitted_ = 0;  // problems that were not kept, because nobody would read so many
};

/// Parses a file that contains one YAML mapping. Aliases (`*name`) are replaced by the values of their anchors
/// (`&name`), which keep their locations, and merge keys (`<<: *name`) by entries. Duplicate keys, tags, control
/// characters and keys that are not strings are added to `problems`. Throws UsageError with file:line:col if the file
/// cannot be read, is not UTF-8 or not a YAML mapping, or if its aliases stand for too many values.
Node parse_yaml_file(const std::filesystem::path& path, Problems& problems);
Node parse_yaml(std::string_view text, std::string_view source_name, Problems& problems);

/// As above; throws UsageError for every problem.
Node parse_yaml(std::string_view text, std::string_view source_name);

/// A value for one key: from `key.path=value` on the command line (as in Hydra) or from a sweep.
struct Override {
  std::string path;
  Location location;  ///< of the path
  Node value;
};

/// Parses each value as YAML (`[1, 2]`, `{kind: sgd}`). Adds malformed assignments to `problems` and returns the
/// others.
std::vector<Override> parse_overrides(const std::vector<std::string>& assignments, Problems& problems);

/// Sets the values of all overrides. Their order does not matter: shorter paths are set first, and `kind` before its
/// siblings. A path given twice is a problem.
void apply_overrides(Node& root, std::vector<Override> overrides, Problems& problems);

/// Sets the value at a dotted path, creating mappings as needed; an existing key that itself contains dots is found
/// too. Setting a `kind` to another kind removes the fields beside it, which belonged to the old kind. A path through a
/// list is a problem.
void set_path(Node& root, const Override& change, Problems& problems);

/// The location of the value at a dotted path, or of its nearest existing parent: for problems found after reading.
Location locate(const Node& root, std::string_view path);

/// `node` with the locations of the same keys in `source`, so that a resolved value points at what the user wrote.
Node with_locations(Node node, const Node& source);

/// True if `path` is `prefix` or below it: "a.b" and "a[0]" are below "a".
bool is_within(std::string_view path, std::string_view prefix);

/// Joins "training.optimizer" and "lr" to "training.optimizer.lr"; an empty path adds no dot.
std::string join_path(std::string_view path, std::string_view key);

/// YAML text in block style, with lists in flow style; `header` becomes comment lines at the top. Text is quoted where
/// a reader of YAML 1.1 (PyYAML) would take it for something else, keys included.
std::string to_yaml(const Node& root, std::string_view header = {});

/// YAML text on one line: "{kind: sgd, lr: 0.1}".
std::string to_flow(const Node& node);

/// A text that is the same for two trees if and only if they have the same keys and values, whatever their locations.
/// To compare trees: many times faster than YAML.
std::string fingerprint(const Node& node);

}  // namespace actlab
