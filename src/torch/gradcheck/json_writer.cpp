#include "torch/gradcheck/json_writer.h"

#include <algorithm>
#include <array>
#include <cmath>

#include "torch/gradcheck/number.h"

namespace actlab::detail {
namespace {

struct Utf8Range {
  unsigned char first, last;  // of the first byte
  unsigned char second_from, second_to;
  std::size_t length;
};
// Unicode, table 3-7: well-formed UTF-8 byte sequences. The third and fourth bytes are 80..BF.
constexpr std::array utf8_ranges{
    Utf8Range{0x00, 0x7F, 0x00, 0x00, 1}, Utf8Range{0xC2, 0xDF, 0x80, 0xBF, 2}, Utf8Range{0xE0, 0xE0, 0xA0, 0xBF, 3},
    Utf8Range{0xE1, 0xEC, 0x80, 0xBF, 3}, Utf8Range{0xED, 0xED, 0x80, 0x9F, 3}, Utf8Range{0xEE, 0xEF, 0x80, 0xBF, 3},
    Utf8Range{0xF0, 0xF0, 0x90, 0xBF, 4}, Utf8Range{0xF1, 0xF3, 0x80, 0xBF, 4}, Utf8Range{0xF4, 0xF4, 0x80, 0x8F, 4}};

bool is_between(char byte, unsigned char from, unsigned char to) {
  const auto value = static_cast<unsigned char>(byte);
  return from <= value && value <= to;
}

// The length of the character at the start of the text; 0 if it is not UTF-8.
std::size_t utf8_length(std::string_view text) {
  for (const Utf8Range& range : utf8_ranges) {
    if (!is_between(text[0], range.first, range.last)) continue;
    if (text.size() < range.length) return 0;
    if (range.length > 1 && !is_between(text[1], range.second_from, range.second_to)) return 0;
    for (std::size_t i = 2; i < range.length; ++i) {
      if (!is_between(text[i], 0x80, 0xBF)) return 0;
    }
    return range.length;
  }
  return 0;
}

std::string escaped(char character) {
  constexpr std::string_view digits = "0123456789abcdef";
  switch (character) {
    case '"':
      return "\\\"";
    case '\\':
      return "\\\\";
    case '\n':
      return "\\n";
    default: {
      if (!is_between(character, 0, 0x1F)) return {character};
      const auto code = static_cast<unsigned char>(character);
      return std::string("\\u00") + digits[code / 16] + digits[code % 16];
    }
  }
}

}  // namespace

void JsonWriter::value(std::string_view text) {
  separate();
  quoted(text);
}

void JsonWriter::value(double number) {
  std::string text = detail::number(number);
  if (!std::isfinite(number)) return value(text);
  if (text.find_first_of(".e") == std::string::npos) text += ".0";  // a number that is never an integer
  raw(text);
}

void JsonWriter::key(std::string_view name) {
  separate();
  quoted(name);
  text_ += ": ";
  after_key_ = true;
}

void JsonWriter::raw(std::string_view text) {
  separate();
  text_ += text;
}

// What stands before a value or key.
void JsonWriter::separate() {
  if (after_key_) {
    after_key_ = false;
    return;
  }
  if (depth_ == 0) return;
  if (!is_first_) text_ += ',';
  is_first_ = false;
  new_line();
}

void JsonWriter::new_line() {
  text_ += '\n';
  text_.append(2 * static_cast<std::size_t>(depth_), ' ');
}

void JsonWriter::quoted(std::string_view text) {
  text_ += '"';
  while (!text.empty()) {
    const std::size_t length = utf8_length(text);
    if (length == 0)
      text_ += "\uFFFD";
    else if (length == 1)
      text_ += escaped(text[0]);
    else
      text_ += text.substr(0, length);
    text.remove_prefix(std::max<std::size_t>(length, 1));
  }
  text_ += '"';
}

}  // namespace actlab::detail
