#pragma once

#include <cstdint>
#include <string>
#include <string_view>

/// Text for messages and formulas, without fmt: what is loaded beside PyTorch must neither need nor export a library
/// that PyTorch may bring as well.
namespace actlab {

/// The shortest decimal that is read back as the same number: "0.1", "1000000", "1e+16", "inf". The same in every
/// locale.
std::string to_text(double number);
std::string to_text(std::int64_t number);
inline std::string to_text(bool value) {
  return value ? "true" : "false";
}
inline std::string_view to_text(std::string_view text) {
  return text;
}
inline std::string_view to_text(const std::string& text) {
  return text;
}
inline std::string_view to_text(const char* text) {
  return text;
}

/// The parts (texts, numbers, bools) one after the other.
template <class... Parts> std::string concat(const Parts&... parts) {
  std::string all;
  ((all += to_text(parts)), ...);
  return all;
}

/// The elements with the separator between them.
template <class Range> std::string join(const Range& elements, std::string_view separator) {
  std::string all;
  bool first = true;
  for (const auto& element : elements) {
    if (!first) all += separator;
    first = false;
    all += to_text(element);
  }
  return all;
}

}  // namespace actlab
