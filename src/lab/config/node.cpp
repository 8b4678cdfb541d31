#include "lab/config/node.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <mutex>
#include <unordered_set>
#include <utility>

namespace actlab {
namespace {

constexpr std::string_view command_line = "command line";

Node plain(std::string text) {
  Node node;
  node.kind = Node::Kind::scalar;
  node.scalar = std::move(text);
  return node;
}

// True if a reader of YAML 1.1 or 1.2 takes the plain text for a string. What begins like a number, a date or a special
// value of either is refused as a whole; among words there are few others.
bool is_plain_string(std::string_view text) {
  const unsigned char first = text.empty() ? 0 : static_cast<unsigned char>(text.front());
  if (std::isalpha(first) == 0 && first != '_' && first != '/' && first < 0x80) return false;
  std::string lower(text);
  std::transform(lower.begin(), lower.end(), lower.begin(), [](unsigned char c) { return std::tolower(c); });
  for (const std::string_view keyword : {"null", "true", "false", "yes", "no", "on", "off", "y", "n"}) {
    if (lower == keyword) return false;
  }
  return true;
}

}  // namespace

SourceName::SourceName(std::string_view name) {
  static std::mutex mutex;
  static std::unordered_set<std::string> names;  // whose elements do not move
  if (name.empty()) return;
  const std::scoped_lock lock(mutex);
  name_ = &*names.emplace(name).first;
}

bool Location::is_command_line() const {
  return source.text().starts_with(command_line);
}

std::string to_string(const Location& location) {
  if (location.line == 0) return std::string(location.source.text());
  return fmt::format("{}:{}:{}", location.source.text(), location.line, location.column);
}

Node Node::of(std::string_view text) {
  Node node = plain(std::string(text));
  node.quoted = !is_plain_string(text);
  return node;
}

Node Node::integer(std::int64_t value) {
  return plain(std::to_string(value));
}

Node Node::real(double value) {
  std::string text = fmt::format("{}", value);
  // YAML 1.1, which many Python tools still use, reads 1e-05 as a string and 1.0e-05 as a number.
  const std::size_t exponent = text.find('e');
  if (exponent != std::string::npos && text.find('.') == std::string::npos) text.insert(exponent, ".0");
  return plain(std::move(text));
}

Node Node::boolean(bool value) {
  return plain(value ? "true" : "false");
}

Node Node::sequence(std::vector<Node> items) {
  Node node;
  node.kind = Kind::sequence;
  node.items = std::move(items);
  return node;
}

Node Node::mapping() {
  Node node;
  node.kind = Kind::mapping;
  return node;
}

const Location& Node::blame() const {
  return is_mapping() && !scalar.empty() && !entries.empty() ? entries.front().key_location : location;
}

const Node* Node::find(std::string_view key) const {
  const auto at = std::find_if(entries.begin(), entries.end(), [&](const Entry& entry) { return entry.key == key; });
  return at == entries.end() ? nullptr : &at->value;
}

Node* Node::find(std::string_view key) {
  return const_cast<Node*>(std::as_const(*this).find(key));
}

Node& Node::add(std::string_view key, Node value) {
  const Location key_location = value.location;
  return entries.emplace_back(Entry{std::string(key), key_location, std::move(value)}).value;
}

namespace {

// Lengths and counts stand before what they count, so that no text can be taken for structure.
void append_sized(std::string& text, std::string_view part) {
  text.append(std::to_string(part.size())).append(":").append(part);
}

void append_fingerprint(std::string& text, const Node& node) {
  text.push_back(static_cast<char>('0' + static_cast<int>(node.kind)));
  text.push_back(node.quoted ? 'q' : 'p');
  append_sized(text, node.scalar);
  text.append(std::to_string(node.items.size())).push_back(',');
  for (const Node& item : node.items) append_fingerprint(text, item);
  text.append(std::to_string(node.entries.size())).push_back(',');
  for (const Node::Entry& entry : node.entries) {
    append_sized(text, entry.key);
    append_fingerprint(text, entry.value);
  }
}

}  // namespace

std::string fingerprint(const Node& node) {
  std::string text;
  append_fingerprint(text, node);
  return text;
}

}  // namespace actlab
