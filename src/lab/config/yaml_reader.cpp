#include <fmt/format.h>
#include <yaml-cpp/eventhandler.h>
#include <yaml-cpp/exceptions.h>
#include <yaml-cpp/mark.h>
#include <yaml-cpp/parser.h>

#include <algorithm>
#include <fstream>
#include <sstream>
#include <unordered_map>
#include <utility>

#include "core/error.h"
#include "core/utf8.h"
#include "core/visible.h"
#include "lab/config/aliases.h"
#include "lab/config/values.h"
#include "lab/config/yaml_reader.h"

namespace actlab {
namespace {

// Builds the tree from yaml-cpp's events. YAML::Node would need less code, but it does not keep the locations of keys
// and silently takes the first of two duplicate keys.
class TreeBuilder : public YAML::EventHandler {
 public:
  TreeBuilder(Location base, Problems& problems) : base_(std::move(base)), problems_(problems) {}

  Node take() { return std::move(root_); }

  void OnDocumentStart(const YAML::Mark& mark) override {
    if (++documents_ == 1) return;
    throw UsageError(fmt::format("{}: a second YAML document begins here, but a config has one; check the indentation",
                                 to_string(at(mark))));
  }
  void OnDocumentEnd() override {}

  void OnNull(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    if (expects_key()) return take_key(mark, "null");
    Node node;
    // yaml-cpp places an absent value at the next token, which may be several lines below.
    node.location = open_.empty() || open_.back().node.is_sequence() ? at(mark) : open_.back().key_location;
    close_value(std::move(node), anchor);
  }

  void OnAlias(const YAML::Mark& mark, YAML::anchor_t anchor) override {
    const Node value = aliases_.value(anchor, at(mark), open_.size());
    if (!expects_key()) return close_value(value, 0);
    if (!value.is_scalar())
      problems_.add(at(mark), path(), fmt::format("found {} as a key; a key must be a string", found(value)));
    take_key(mark, value.scalar);
  }

  void OnScalar(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                const std::string& value) override {
    refuse_tag(mark, tag);
    refuse_control(mark, value);
    Node node = located(Node{}, mark);
    node.kind = Node::Kind::scalar;
    node.scalar = value;
    node.quoted = tag == "!";
    if (!expects_key()) return close_value(std::move(node), anchor);
    take_key(mark, value);
    open_.back().merges = value == merge_key && !node.quoted;
    if (anchor != 0) aliases_.add(anchor, std::move(node));
  }

  void OnSequenceStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                       YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::sequence({}));
  }
  void OnSequenceEnd() override { close(); }
  void OnMapStart(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor,
                  YAML::EmitterStyle::value) override {
    open(mark, tag, anchor, Node::mapping());
  }
  void OnMapEnd() override { close(); }

 private:
  // A mapping or list whose end has not been read.
  struct Open {
    Node node;
    bool is_key;  // in the position of a key
    YAML::anchor_t anchor = 0;
    bool has_key = false;
    bool merges = false;  // the key is <<
    std::string key = {};
    Location key_location = {};
    std::unordered_map<std::string, Location> keys = {};  // of a mapping, with their first places
  };

  Location at(const YAML::Mark& mark) const {
    // An override is short enough to show whole, so it needs no line numbers.
    return base_.is_command_line() ? base_ : Location{base_.source, mark.line + 1, mark.column + 1};
  }
  Node located(Node node, const YAML::Mark& mark) const {
    node.location = at(mark);
    return node;
  }
  bool expects_key() const { return !open_.empty() && open_.back().node.is_mapping() && !open_.back().has_key; }

  std::string path() const {
    std::string path;
    for (const Open& level : open_) {
      if (level.node.is_sequence())
        path += fmt::format("[{}]", level.node.items.size());
      else if (level.has_key)
        path = join_path(path, level.key);
    }
    return path;
  }

  void refuse_tag(const YAML::Mark& mark, const std::string& tag) {
    if (tag.empty() || tag == "?" || tag == "!") return;
    problems_.add(at(mark), path(), fmt::format("tags ({}) are not supported; remove it", tag));
  }

  // Text goes to terminals, pages and file names, where control characters do harm.
  void refuse_control(const YAML::Mark& mark, const std::string& value) {
    const std::size_t control = first_control(value);
    if (control == std::string::npos) return;
    const std::string shown = visible(std::string_view(value).substr(control));
    problems_.add(at(mark), path(), fmt::format("found a control character: '{}'; remove it", shown.substr(0, 20)));
  }

  void take_key(const YAML::Mark& mark, std::string key) {
    Open& mapping = open_.back();
    mapping.has_key = true;
    mapping.merges = false;
    mapping.key = std::move(key);
    mapping.key_location = at(mark);
  }

  void open(const YAML::Mark& mark, const std::string& tag, YAML::anchor_t anchor, Node node) {
    refuse_tag(mark, tag);
    const bool is_key = expects_key();
    if (is_key) problems_.add(at(mark), path(), fmt::format("found {} as a key; a key must be a string", found(node)));
    open_.push_back({.node = located(std::move(node), mark), .is_key = is_key, .anchor = anchor});
  }

  void close() {
    Open closed = std::move(open_.back());
    open_.pop_back();
    if (closed.node.is_mapping()) merge_entries(closed.node, problems_);
    if (!closed.is_key) return close_value(std::move(closed.node), closed.anchor);
    Open& mapping = open_.back();
    mapping.has_key = true;
    mapping.key = std::string(1, '?');
    mapping.key_location = closed.node.location;
  }

  void close_value(Node node, YAML::anchor_t anchor) {
    if (anchor != 0) aliases_.add(anchor, node);
    if (open_.empty()) {
      root_ = std::move(node);
      return;
    }
    Open& parent = open_.back();
    if (parent.node.is_sequence()) {
      parent.node.items.push_back(std::move(node));
      return;
    }
    refuse_duplicate(parent);
    parent.node.entries.push_back(
        {parent.merges ? std::string(merge_mark) : parent.key, parent.key_location, std::move(node)});
    parent.has_key = false;
  }

  void refuse_duplicate(Open& mapping) {
    const auto [first, is_new] = mapping.keys.emplace(mapping.merges ? merge_mark : mapping.key, mapping.key_location);
    if (is_new) return;
    problems_.add(mapping.key_location, path(),
                  fmt::format("duplicate key; it is already given at {}", to_string(first->second)));
  }

  Location base_;
  Problems& problems_;
  Aliases aliases_;
  std::vector<Open> open_;
  Node root_;
  int documents_ = 0;
};

// yaml-cpp replaces bytes that are not UTF-8 without a word. Text from the command line has been checked.
void check_encoding(std::string_view text, const Location& base) {
  for (const std::string_view mark : {"\xFF\xFE", "\xFE\xFF"}) {
    if (text.starts_with(mark))
      throw UsageError(fmt::format("{}: this file is UTF-16; save it as UTF-8", base.source.text()));
  }
  const auto invalid = first_invalid_utf8(text);
  if (!invalid) return;
  const std::string_view before = text.substr(0, *invalid);
  const auto line = static_cast<int>(std::count(before.begin(), before.end(), '\n')) + 1;
  const auto column = static_cast<int>(before.size() - (before.rfind('\n') + 1)) + 1;
  const Location place = base.line == 0 ? base : Location{base.source, line, column};
  throw UsageError(fmt::format("{}: the byte 0x{:02x} is not UTF-8 text; save the file as UTF-8", to_string(place),
                               static_cast<unsigned char>(text[*invalid])));
}

// For a tab in the indentation, yaml-cpp only says that the value after it is invalid.
std::string_view tab_hint(const std::string& text, int line) {
  std::istringstream lines(text);
  std::string indented;
  for (int i = 0; i <= line; ++i) std::getline(lines, indented);
  const std::size_t indentation = indented.find_first_not_of(" \t");
  const bool has_tab = indented.substr(0, indentation).find('\t') != std::string::npos;
  return has_tab ? "; indent with spaces: YAML does not allow tabs" : "";
}

}  // namespace

Node parse_document(const std::string& text, const Location& base, Problems& problems) {
  check_encoding(text, base);
  TreeBuilder builder(base, problems);
  try {
    std::istringstream stream(text);
    YAML::Parser parser(stream);
    while (parser.HandleNextDocument(builder)) {
    }
  } catch (const YAML::Exception& error) {
    Location location = base;
    if (!base.is_command_line()) location = {base.source, error.mark.line + 1, error.mark.column + 1};
    throw UsageError(fmt::format("{}: not valid YAML: {}{}", to_string(location), visible(error.msg),
                                 tab_hint(text, error.mark.line)));
  }
  return builder.take();
}

Node parse_yaml(std::string_view text, std::string_view source_name, Problems& problems) {
  const Location start{std::string(source_name), 1, 1};
  Node root = parse_document(std::string(text), start, problems);
  if (root.kind == Node::Kind::null) throw UsageError(fmt::format("{}: the file is empty", source_name));
  if (!root.is_mapping()) {
    throw UsageError(fmt::format("{}: found {}, but a config is a mapping of keys to values (key: value)",
                                 to_string(root.location), found(root)));
  }
  return root;
}

Node parse_yaml(std::string_view text, std::string_view source_name) {
  Problems problems;
  Node root = parse_yaml(text, source_name, problems);
  problems.throw_if_any();
  return root;
}

Node parse_yaml_file(const std::filesystem::path& path, Problems& problems) {
  std::error_code error;
  const auto status = std::filesystem::status(path, error);
  if (!std::filesystem::exists(status)) throw UsageError(fmt::format("{}: no such file", path.string()));
  if (std::filesystem::is_directory(status))
    throw UsageError(fmt::format("{}: this is a directory; give the path of a config file", path.string()));
  std::ifstream stream(path, std::ios::binary);
  std::ostringstream text;
  text << stream.rdbuf();
  if (!stream) throw UsageError(fmt::format("{}: the file cannot be read", path.string()));
  return parse_yaml(text.str(), path.string(), problems);
}

}  // namespace actlab
