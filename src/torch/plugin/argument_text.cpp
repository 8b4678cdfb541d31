#include "torch/plugin/argument_text.h"

#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "core/error.h"

namespace actlab {
namespace {

template <class Number> std::optional<Number> number_of(std::string_view text) {
  Number number{};
  const auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), number);
  if (error != std::errc() || end != text.data() + text.size()) return std::nullopt;
  return number;
}

std::string_view trimmed(std::string_view text) {
  while (text.starts_with(' ')) text.remove_prefix(1);
  while (text.ends_with(' ')) text.remove_suffix(1);
  return text;
}

template <class Number> std::optional<std::vector<Number>> list_of(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  std::vector<Number> numbers;
  while (!trimmed(text).empty()) {
    const std::size_t comma = text.find(',');
    const auto number = number_of<Number>(trimmed(text.substr(0, comma)));
    if (!number) return std::nullopt;
    numbers.push_back(*number);
    text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
  }
  return numbers;
}

template <class Value> std::optional<c10::IValue> wrapped(const std::optional<Value>& value) {
  if (!value) return std::nullopt;
  return c10::IValue(*value);
}

std::optional<c10::IValue> read_boolean(std::string_view text) {
  if (text == "true" || text == "True") return c10::IValue(true);
  if (text == "false" || text == "False") return c10::IValue(false);
  return std::nullopt;
}

// Returns nullopt if the text cannot be parsed as the type; throws if the type is not supported.
std::optional<c10::IValue> read_as(const c10::Type& type, const std::string& text) {
  switch (type.kind()) {
    case c10::TypeKind::FloatType:
      return wrapped(number_of<double>(text));
    case c10::TypeKind::IntType:
      return wrapped(number_of<std::int64_t>(text));
    case c10::TypeKind::NumberType:
      if (auto integer = number_of<std::int64_t>(text)) return c10::IValue(*integer);
      return wrapped(number_of<double>(text));
    case c10::TypeKind::BoolType:
      return read_boolean(text);
    case c10::TypeKind::StringType:
      return c10::IValue(text);
    case c10::TypeKind::OptionalType:
      if (text == "none" || text == "None") return c10::IValue();
      return read_as(*type.containedType(0), text);
    case c10::TypeKind::ListType:
      if (type.containedType(0)->kind() == c10::TypeKind::IntType) return wrapped(list_of<std::int64_t>(text));
      if (type.containedType(0)->kind() == c10::TypeKind::FloatType) return wrapped(list_of<double>(text));
      break;
    default:
      break;
  }
  throw UsageError("supported types are int, float, bool, str, numbers, lists of ints or floats, and none");
}

}  // namespace

c10::IValue read_argument(const c10::Argument& argument, const std::string& text) {
  const std::string type = argument.type()->annotation_str();
  try {
    if (auto value = read_as(*argument.type(), text)) return *value;
  } catch (const UsageError& error) {
    throw UsageError(fmt::format("argument {} is of type {}: {}", argument.name(), type, error.what()));
  }
  throw UsageError(fmt::format("argument {}: found '{}', expected {}", argument.name(), text, type));
}

}  // namespace actlab
