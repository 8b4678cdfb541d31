#include <fmt/format.h>
#include <fmt/ranges.h>

#include <algorithm>
#include <optional>
#include <utility>

#include "core/error.h"
#include "lab/config/fields.h"
#include "lab/config/keys.h"
#include "lab/config/values.h"

namespace actlab {
namespace {

// Reads the entries of one mapping into the declared members.
class Reader : public Fields {
 public:
  Reader(const Node& node, std::string_view path, Problems& problems) : node_(node), path_(path), problems_(problems) {}

  void boolean(std::string_view key, bool& value, std::string_view) override {
    if (const Node* node = declared(key)) read_boolean(*node, path_of(key), value, problems_);
  }
  void integer(std::string_view key, std::int64_t& value, Range range, std::string_view) override {
    if (const Node* node = declared(key)) read_integer(*node, path_of(key), range, value, problems_);
  }
  void real(std::string_view key, double& value, Range range, std::string_view) override {
    if (const Node* node = declared(key)) read_real(*node, path_of(key), range, value, problems_);
  }
  void text(std::string_view key, std::string& value, std::string_view) override {
    if (const Node* node = declared(key)) read_text(*node, path_of(key), value, problems_);
  }
  void choice(std::string_view key, std::string& value, std::span<const std::string_view> choices,
              std::string_view) override {
    if (const Node* node = declared(key)) read_choice(*node, path_of(key), choices, value, problems_);
  }
  void integers(std::string_view key, std::vector<std::int64_t>& value, Range each, std::string_view) override {
    read_list(key, value, "integers", [&](const Node& item, std::string_view path, std::int64_t& element) {
      return read_integer(item, path, each, element, problems_);
    });
  }
  void reals(std::string_view key, std::vector<double>& value, Range each, std::string_view) override {
    read_list(key, value, "numbers", [&](const Node& item, std::string_view path, double& element) {
      return read_real(item, path, each, element, problems_);
    });
  }
  void custom(std::string_view key, CustomField& value, std::string_view) override {
    if (const Node* node = declared(key)) value.read(*node, path_of(key), problems_);
  }
  void required() override {
    const std::string& key = declared_.back();
    if (node_.find(key) == nullptr) problems_.add(node_.location, path_of(key), "missing; this key must be given");
    if (!kind_missing_) return;
    problems_ = kind_missing_->before;  // its fields were read as those of the default, which is not meant
    problems_.add(kind_missing_->location, path_of(key), kind_missing_->message);
  }

  /// Call after all declarations: the remaining keys are unknown.
  void refuse_unknown(const Declaration& declaration) const {
    for (const Node::Entry& entry : node_.entries) {
      if (std::find(declared_.begin(), declared_.end(), entry.key) != declared_.end()) continue;
      problems_.add(entry.key_location, path_of(entry.key), unknown_key_message(entry.key, declaration));
    }
  }

 protected:
  void nested(std::string_view key, const std::function<void(Fields&)>& declare, std::string_view) override {
    const Node* node = declared(key);
    // An absent section may still have required fields.
    read_config(node != nullptr ? *node : empty_mapping_at(node_.location), declare, problems_, path_of(key));
  }

  void mapping(std::string_view key, const NamedStructs& structs, std::string_view) override {
    const Node* node = declared(key);
    if (node == nullptr) return;
    if (!node->is_mapping() || node->entries.empty()) {
      const std::string what = node->is_mapping() ? "an empty mapping" : found(*node);
      problems_.add(node->location, path_of(key),
                    fmt::format("found {}, expected a mapping from names of your choice to fields", what));
      return;
    }
    structs.clear();
    for (const Node::Entry& entry : node->entries) {
      read_config(
          entry.value, [&](Fields& fields) { structs.declare(entry.key, fields); }, problems_,
          join_path(path_of(key), entry.key));
    }
  }

  void variant(std::string_view key, const std::vector<Alternative>& alternatives, std::size_t selected,
               std::string_view) override;

 private:
  template <class Element, class ReadElement>
  void read_list(std::string_view key, std::vector<Element>& value, std::string_view what, ReadElement read) {
    const Node* node = declared(key);
    if (node == nullptr) return;
    const std::string path = path_of(key);
    if (!node->is_sequence()) {
      const std::string hint = node->is_scalar() ? fmt::format(": [{}]", node->scalar) : "";
      problems_.add(node->blame(), path, fmt::format("found {}, expected a list of {}{}", found(*node), what, hint));
      return;
    }
    std::vector<Element> elements;
    for (std::size_t i = 0; i < node->items.size(); ++i) {
      Element element{};
      if (read(node->items[i], fmt::format("{}[{}]", path, i), element)) elements.push_back(element);
    }
    if (elements.size() == node->items.size()) value = std::move(elements);
  }

  // A key of this mapping that is surely meant goes before one that belongs elsewhere.
  std::string unknown_key_message(std::string_view key, const Declaration& declaration) const {
    if (declared_.empty()) return "unknown key; no keys are allowed here";
    const std::vector<std::string_view> siblings(declared_.begin(), declared_.end());
    constexpr std::size_t typing_error = 1;
    const std::string elsewhere = path_elsewhere(key, paths_of(declaration));
    if (elsewhere.empty() || !nearest_name(key, siblings, typing_error).empty())
      return unknown_name("key", key, siblings);
    return fmt::format("unknown key; write '{}' as {}", key, path_of(elsewhere));
  }

  const Node* declared(std::string_view key) {
    declared_.emplace_back(key);
    kind_missing_.reset();
    return node_.find(key);
  }
  static Node empty_mapping_at(const Location& location) {
    Node node = Node::mapping();
    node.location = location;
    return node;
  }
  std::string path_of(std::string_view key) const { return join_path(path_, key); }

  const Alternative* chosen(const Node& node, std::string_view path, const std::vector<Alternative>& alternatives,
                            std::size_t selected);
  void read_alternative(const Node& node, std::string_view key, const Alternative& alternative,
                        const std::vector<Alternative>& alternatives);

  // The field declared last is a variant without a kind: what to report if it turns out to be required.
  struct KindMissing {
    Problems before;
    Location location;
    std::string message;
  };

  const Node& node_;
  std::string path_;
  Problems& problems_;
  std::vector<std::string> declared_;
  std::optional<KindMissing> kind_missing_;
};

// The alternative selected by `kind: x`, or by `x` alone.
const Alternative* Reader::chosen(const Node& node, std::string_view key, const std::vector<Alternative>& alternatives,
                                  std::size_t selected) {
  const std::string path = path_of(key);
  const Node* kind = node.is_mapping() ? node.find("kind") : &node;
  if (kind != nullptr && !kind->is_scalar()) {
    problems_.add(kind->location, kind == &node ? path : join_path(path, "kind"),
                  fmt::format("found {}, expected one of {}, or {{kind: ..., and its fields}}", found(*kind),
                              fmt::join(kinds_of(alternatives), ", ")));
    return nullptr;
  }
  // Fields without a kind are those of the default, unless the kind is required.
  if (kind == nullptr && node.scalar.empty()) {
    kind_missing_ = {problems_, node.location,
                     fmt::format("kind is missing; use one of {}", fmt::join(kinds_of(alternatives), ", "))};
    return &alternatives[selected];
  }
  const Node& name = kind != nullptr ? *kind : node;
  for (const Alternative& alternative : alternatives) {
    if (alternative.kind == name.scalar) return &alternative;
  }
  problems_.add(name.location, node.is_mapping() ? join_path(path, "kind") : path,
                unknown_name(key, name.scalar, kinds_of(alternatives)));
  return nullptr;
}

void Reader::read_alternative(const Node& node, std::string_view key, const Alternative& alternative,
                              const std::vector<Alternative>& alternatives) {
  Node fields = empty_mapping_at(node.location);
  if (node.is_mapping()) fields.entries = node.entries;
  std::erase_if(fields.entries, [](const Node::Entry& entry) { return entry.key == "kind"; });

  Reader reader(fields, path_of(key), problems_);
  alternative.select();
  alternative.declare(reader);
  for (const Node::Entry& entry : fields.entries) {
    if (std::find(reader.declared_.begin(), reader.declared_.end(), entry.key) != reader.declared_.end()) continue;
    problems_.add(entry.key_location, join_path(path_of(key), entry.key),
                  not_a_field(entry.key, key, alternative, alternatives));
  }
}

void Reader::variant(std::string_view key, const std::vector<Alternative>& alternatives, std::size_t selected,
                     std::string_view) {
  const Node* node = declared(key);
  if (node == nullptr) return;
  const Alternative* alternative = chosen(*node, key, alternatives, selected);
  if (alternative != nullptr) read_alternative(*node, key, *alternative, alternatives);
}

}  // namespace

void read_config(const Node& root, const Declaration& declaration, Problems& problems, std::string_view path) {
  if (!root.is_mapping() || !root.scalar.empty()) {
    const std::string what = root.is_mapping() ? fmt::format("'{}'", root.scalar) : found(root);
    problems.add(root.location, path, fmt::format("found {}, expected a mapping of keys to values", what));
    return;
  }
  Reader reader(root, path, problems);
  declaration(reader);
  reader.refuse_unknown(declaration);
}

}  // namespace actlab
