#include "torch/plugin/argument_text.h"

#include <ATen/CPUGeneratorImpl.h>
#include <ATen/core/jit_type.h>
#include <fmt/format.h>

#include <charconv>
#include <optional>
#include <string_view>
#include <vector>

#include "core/error.h"
#include "torch/plugin/named_values.h"

namespace actlab {
namespace {

using c10::TypeKind;
using Read = std::optional<c10::IValue>;

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

template <class Value> Read wrapped(const std::optional<Value>& value) {
  if (!value) return std::nullopt;
  return c10::IValue(*value);
}

Read read_boolean(std::string_view text) {
  if (text == "true" || text == "True") return c10::IValue(true);
  if (text == "false" || text == "False") return c10::IValue(false);
  return std::nullopt;
}

// "1.5", "2j", "1-2j".
Read read_complex(std::string_view text) {
  if (const auto real = number_of<double>(text)) return c10::IValue(c10::complex<double>(*real, 0));
  if (!text.ends_with('j')) return std::nullopt;
  text.remove_suffix(1);
  double real = 0;
  auto [end, error] = std::from_chars(text.data(), text.data() + text.size(), real);
  if (error != std::errc()) return std::nullopt;
  std::string_view rest = text.substr(static_cast<std::size_t>(end - text.data()));
  if (rest.empty()) return c10::IValue(c10::complex<double>(0, real));
  if (rest.starts_with('+')) rest.remove_prefix(1);
  const auto imaginary = number_of<double>(rest);
  return imaginary ? Read(c10::complex<double>(real, *imaginary)) : std::nullopt;
}

Read read_scalar(const std::string& text) {
  if (const auto integer = number_of<std::int64_t>(text)) return c10::IValue(*integer);
  if (const auto number = number_of<double>(text)) return c10::IValue(*number);
  if (auto boolean = read_boolean(text)) return boolean;
  return read_complex(text);
}

Read read_device(const std::string& text) try { return c10::IValue(c10::Device(text)); } catch (const c10::Error&) {
  return std::nullopt;
}

// Schemas have enumerations of LibTorch as integers.
template <class Enumeration> Read as_integer(const std::optional<Enumeration>& value) {
  return value ? Read(static_cast<std::int64_t>(*value)) : std::nullopt;
}

Read read_generator(const std::string& text) {
  const auto seed = number_of<std::uint64_t>(text);
  return seed ? Read(at::make_generator<at::CPUGeneratorImpl>(*seed)) : std::nullopt;
}

struct Form {
  TypeKind kind;
  const char* example;  // of a text
  Read (*read)(const std::string& text);
};

const Form forms[] = {
    {TypeKind::FloatType, "0.5", [](const std::string& text) { return wrapped(number_of<double>(text)); }},
    {TypeKind::IntType, "2", [](const std::string& text) { return wrapped(number_of<std::int64_t>(text)); }},
    {TypeKind::SymIntType, "2", [](const std::string& text) { return wrapped(number_of<std::int64_t>(text)); }},
    {TypeKind::BoolType, "true", [](const std::string& text) { return read_boolean(text); }},
    {TypeKind::NumberType, "0.5", read_scalar},
    {TypeKind::ComplexType, "1+2j", [](const std::string& text) { return read_complex(text); }},
    {TypeKind::StringType, "mean", [](const std::string& text) { return Read(text); }},
    {TypeKind::ScalarTypeType, "float64", [](const std::string& text) { return as_integer(dtype_named(text)); }},
    {TypeKind::LayoutType, "strided", [](const std::string& text) { return as_integer(layout_named(text)); }},
    {TypeKind::MemoryFormatType, "contiguous_format",
     [](const std::string& text) { return as_integer(memory_format_named(text)); }},
    {TypeKind::DeviceObjType, "cpu", read_device},
    {TypeKind::GeneratorType, "7 (the seed)", read_generator},
};

const Form* form_of(const c10::Type& type) {
  for (const Form& form : forms) {
    if (form.kind == type.kind()) return &form;
  }
  return nullptr;
}

const c10::Type& element_of(const c10::Type& type) {
  return *type.containedType(0);
}

std::vector<std::string> elements_in(std::string_view text) {
  if (text.starts_with('[') && text.ends_with(']')) text = text.substr(1, text.size() - 2);
  std::vector<std::string> elements;
  while (!trimmed(text).empty()) {
    const std::size_t comma = text.find(',');
    elements.emplace_back(trimmed(text.substr(0, comma)));
    text = comma == std::string_view::npos ? "" : text.substr(comma + 1);
  }
  return elements;
}

Read read_as(const c10::Type& type, const std::string& text);

// `size`: of a list of fixed size, which a single value fills, as in Python.
Read read_list(const c10::Type& list_type, const std::string& text, std::optional<std::int32_t> size) {
  const c10::TypePtr pointer = list_type.containedType(0);
  const c10::Type& of = *pointer;
  if (of.kind() != TypeKind::OptionalType && form_of(of) == nullptr) return std::nullopt;
  std::vector<std::string> elements = elements_in(text);
  if (size && elements.size() == 1 && !text.starts_with('['))
    elements.assign(static_cast<std::size_t>(*size), elements.front());
  // An enumeration's list is one of integers.
  const bool is_enumeration = of.kind() == TypeKind::ScalarTypeType || of.kind() == TypeKind::LayoutType ||
                              of.kind() == TypeKind::MemoryFormatType || of.kind() == TypeKind::SymIntType;
  c10::impl::GenericList list(is_enumeration ? c10::TypePtr(c10::IntType::get()) : pointer);
  for (const std::string& element : elements) {
    const auto value = read_as(of, element);
    if (!value) return std::nullopt;
    list.push_back(*value);
  }
  return c10::IValue(list);
}

// Returns nullopt if the text cannot be parsed as the type.
Read read_as(const c10::Type& type, const std::string& text) {
  if (const Form* form = form_of(type)) return form->read(text);
  if (type.kind() == TypeKind::OptionalType)
    return text == "none" || text == "None" ? Read(c10::IValue()) : read_as(element_of(type), text);
  if (type.kind() == TypeKind::ListType) return read_list(type, text, std::nullopt);
  return std::nullopt;
}

// Of a list that must have so many elements: int[2].
std::optional<std::int32_t> fixed_size(const c10::Argument& argument) {
  return argument.N() ? std::optional(*argument.N()) : std::nullopt;
}

const c10::Type& without_optional(const c10::Type& type) {
  return type.kind() == TypeKind::OptionalType ? element_of(type) : type;
}

// True if some text stands for a value of this type.
bool is_readable(const c10::Type& type) {
  const c10::Type& plain = without_optional(type);
  if (plain.kind() == TypeKind::ListType) return is_readable(element_of(plain));
  return form_of(plain) != nullptr;
}

std::string type_text(const c10::Argument& argument) {
  const c10::Type& type = *argument.real_type();
  std::string text = type.str();  // "int[]", as in a schema
  if (argument.N()) {
    if (const std::size_t at = text.find("[]"); at != std::string::npos)
      text.insert(at + 1, std::to_string(*argument.N()));
  }
  return text;
}

}  // namespace

c10::IValue read_argument(const c10::Argument& argument, const std::string& text) {
  const c10::Type& type = *argument.real_type();
  const c10::Type& plain = without_optional(type);
  Read value;
  if (is_readable(type)) {
    const bool is_none = &plain != &type && (text == "none" || text == "None");
    value = plain.kind() == TypeKind::ListType && !is_none ? read_list(plain, text, fixed_size(argument))
                                                           : read_as(type, text);
  }
  if (value) return *value;
  throw UsageError(
      fmt::format("argument {}: found '{}', expected {}", argument.name(), text, allowed_values(argument)));
}

std::string allowed_values(const c10::Argument& argument) {
  const c10::Type& type = *argument.real_type();
  const c10::Type& plain = without_optional(type);
  const std::string text = type_text(argument);
  if (!is_readable(type))
    return fmt::format(
        "{}, for which there is no text; write a function of tensors in C++ that makes it, and check that", text);
  const bool is_list = plain.kind() == TypeKind::ListType;
  const char* example = form_of(is_list ? without_optional(element_of(plain)) : plain)->example;
  return fmt::format("{}, such as {}{}", text, is_list ? fmt::format("[{0}, {0}]", example) : example,
                     &plain != &type ? ", or none" : "");
}

}  // namespace actlab
