#include "lab/config/values.h"

#include <fmt/format.h>

#include <algorithm>
#include <cctype>
#include <charconv>
#include <cmath>
#include <limits>
#include <system_error>
#include <utility>

#include "core/error.h"
#include "core/visible.h"

namespace actlab {
namespace {

// A number of YAML 1.2's core schema: what from_chars parses, except "inf", "nan" and leading zeros.
bool looks_like_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  if (text.empty() || (text[0] != '.' && (text[0] < '0' || text[0] > '9'))) return false;
  return text.size() < 2 || text[0] != '0' || text[1] < '0' || text[1] > '9';
}

template <class Number> std::optional<Number> parse_whole(std::string_view text) {
  if (text.starts_with("+") && !text.starts_with("+-")) text.remove_prefix(1);
  if (!looks_like_number(text)) return std::nullopt;
  Number value{};
  const auto [stop, error] = std::from_chars(text.data(), text.data() + text.size(), value);
  if (error != std::errc{} || stop != text.data() + text.size()) return std::nullopt;
  return value;
}

// Keeps a message on one line, even if the value is very long or contains control characters.
std::string shortened(std::string_view text) {
  constexpr std::size_t longest = 60;
  const std::string line = visible(shortened_utf8(text, longest));
  return text.size() > longest ? line + "..." : line;
}

bool is_plain_scalar(const Node& node) {
  return node.is_scalar() && !node.quoted;
}

// "; write 10 without quotes", if that would fix the problem.
std::string unquote_hint(const Node& node, bool would_do) {
  return node.quoted && would_do ? fmt::format("; write {} without quotes", node.scalar) : "";
}

Node unquoted(Node node) {
  node.quoted = false;
  return node;
}

std::string range_text(const Range& range) {
  const auto bound = [](double value) { return fmt::format("{}", value); };
  const bool has_min = std::isfinite(range.min);
  const bool has_max = std::isfinite(range.max);
  const std::string min = fmt::format("{} {}", range.excludes_min ? "greater than" : "of at least", bound(range.min));
  if (has_min && has_max && !range.excludes_min && !range.excludes_max)
    return fmt::format(" from {} to {}", bound(range.min), bound(range.max));
  const std::string max = fmt::format("{} {}", range.excludes_max ? "less than" : "of at most", bound(range.max));
  if (has_min && has_max) return fmt::format(" {} and {}", min, max);
  if (has_min) return " " + min;
  return has_max ? " " + max : "";
}

// YAML 1.1 had more spellings of true and false.
std::string boolean_hint(const Node& node) {
  std::string word = node.scalar;
  std::transform(word.begin(), word.end(), word.begin(), [](unsigned char c) { return std::tolower(c); });
  if (word == "true" || word == "yes" || word == "on") return "; write true";
  if (word == "false" || word == "no" || word == "off") return "; write false";
  return "";
}

// Digits with at most one dot between them: the same number for YAML 1.1, 1.2 and here.
bool is_plain_number(std::string_view text) {
  if (text.starts_with('-')) text.remove_prefix(1);
  const bool digits = text.find_first_not_of("0123456789.") == std::string_view::npos;
  return digits && text.front() != '.' && text.find('.') == text.rfind('.');
}

// Why a number is not accepted though it looks like one that is allowed; empty if it does not.
std::string precision_hint(const Node& node, bool integer) {
  if (!is_plain_scalar(node) || !looks_like_number(node.scalar)) return "";
  double value = 0;
  const char* end = node.scalar.data() + node.scalar.size();
  const auto [stop, error] = std::from_chars(node.scalar.data(), end, value);
  if (stop != end) return "";
  if (error == std::errc::result_out_of_range) return "; this is beyond the range of float64";
  if (!integer || as_integer(node) || value != std::floor(value)) return "";
  return fmt::format("; this is too large: the largest integer is {}, and beyond 2^53 all digits are needed",
                     std::numeric_limits<std::int64_t>::max());
}

std::string_view last_key(std::string_view path) {
  return path.substr(path.rfind('.') + 1);
}

}  // namespace

std::optional<bool> as_boolean(const Node& node) {
  if (!is_plain_scalar(node)) return std::nullopt;
  if (node.scalar == "true") return true;
  if (node.scalar == "false") return false;
  return std::nullopt;
}

std::optional<double> as_real(const Node& node) {
  if (!is_plain_scalar(node)) return std::nullopt;
  return parse_whole<double>(node.scalar);
}

std::optional<std::int64_t> as_integer(const Node& node) {
  if (!is_plain_scalar(node)) return std::nullopt;
  if (const auto integer = parse_whole<std::int64_t>(node.scalar)) return integer;
  constexpr double exact = 9007199254740992.0;  // 2^53: larger doubles do not represent every integer
  const auto real = parse_whole<double>(node.scalar);
  if (!real || *real != std::floor(*real) || std::abs(*real) > exact) return std::nullopt;
  return static_cast<std::int64_t>(*real);
}

Node portable(Node node) {
  for (Node& item : node.items) item = portable(std::move(item));
  for (Node::Entry& entry : node.entries) entry.value = portable(std::move(entry.value));
  const auto real = as_real(node);
  if (!real || is_plain_number(node.scalar)) return node;
  const auto integer = as_integer(node);
  node.scalar = integer ? Node::integer(*integer).scalar : Node::real(*real).scalar;
  return node;
}

std::string found(const Node& node) {
  switch (node.kind) {
    case Node::Kind::null:
      return "nothing";
    case Node::Kind::sequence:
      return "a list";
    case Node::Kind::mapping:
      return node.scalar.empty() || node.entries.empty() ? "a mapping"
                                                         : fmt::format("the key '{}' in it", node.entries[0].key);
    case Node::Kind::scalar:
      break;
  }
  const std::string text = shortened(node.scalar);
  return node.quoted ? fmt::format("the text \"{}\"", text) : fmt::format("'{}'", text);
}

std::string allowed_integer(const Range& range) {
  return "an integer" + range_text(range);
}

std::string allowed_real(const Range& range) {
  return "a number" + range_text(range);
}

bool read_boolean(const Node& node, std::string_view path, bool& value, Problems& problems) {
  if (const auto boolean = as_boolean(node)) {
    value = *boolean;
    return true;
  }
  const std::string hint = unquote_hint(node, as_boolean(unquoted(node)).has_value());
  problems.add(
      node.location, path,
      fmt::format("found {}, expected true or false{}", found(node), hint.empty() ? boolean_hint(node) : hint));
  return false;
}

bool read_integer(const Node& node, std::string_view path, const Range& range, std::int64_t& value,
                  Problems& problems) {
  const auto integer = as_integer(node);
  if (integer && range.contains(static_cast<double>(*integer))) {
    value = *integer;
    return true;
  }
  const std::string hint = unquote_hint(node, as_integer(unquoted(node)).has_value());
  problems.add(node.blame(), path,
               fmt::format("found {}, expected {}{}{}", found(node), allowed_integer(range), hint,
                           precision_hint(node, /*integer=*/true)));
  return false;
}

bool read_real(const Node& node, std::string_view path, const Range& range, double& value, Problems& problems) {
  const auto real = as_real(node);
  if (real && range.contains(*real)) {
    value = *real;
    return true;
  }
  const std::string hint = unquote_hint(node, as_real(unquoted(node)).has_value());
  problems.add(node.blame(), path,
               fmt::format("found {}, expected {}{}{}", found(node), allowed_real(range), hint,
                           precision_hint(node, /*integer=*/false)));
  return false;
}

bool read_text(const Node& node, std::string_view path, std::string& value, Problems& problems) {
  if (node.is_scalar()) {
    value = node.scalar;
    return true;
  }
  problems.add(node.blame(), path, fmt::format("found {}, expected a string", found(node)));
  return false;
}

bool read_choice(const Node& node, std::string_view path, std::span<const std::string_view> choices, std::string& value,
                 Problems& problems) {
  std::string text;
  if (!read_text(node, path, text, problems)) return false;
  for (const std::string_view choice : choices) {
    if (text != choice) continue;
    value = text;
    return true;
  }
  problems.add(node.blame(), path, unknown_name(last_key(path), text, {choices.begin(), choices.end()}));
  return false;
}

}  // namespace actlab
