#include "core/visible.h"

#include <fmt/format.h>

#include <algorithm>
#include <iterator>
#include <utility>

#include "core/utf8.h"

namespace actlab {
namespace {

// Ranges of characters that show nothing or change how others are shown: controls, format characters (category Cf) and
// spaces other than U+0020 (category Zs, Zl, Zp).
constexpr std::pair<char32_t, char32_t> invisible[] = {
    {0x00, 0x1F},     {0x7F, 0xA0},     {0xAD, 0xAD},     {0x34F, 0x34F},     {0x61C, 0x61C},
    {0x115F, 0x1160}, {0x1680, 0x1680}, {0x17B4, 0x17B5}, {0x180B, 0x180E},   {0x2000, 0x200F},
    {0x2028, 0x202F}, {0x205F, 0x206F}, {0x3000, 0x3000}, {0x3164, 0x3164},   {0xFE00, 0xFE0F},
    {0xFEFF, 0xFEFF}, {0xFFA0, 0xFFA0}, {0xFFF9, 0xFFFB}, {0xE0000, 0xE0FFF},
};

bool is_invisible(char32_t c) {
  return std::any_of(std::begin(invisible), std::end(invisible),
                     [c](const auto& range) { return c >= range.first && c <= range.second; });
}

std::size_t length_of(unsigned char lead) {
  return lead < 0x80 ? 1 : lead < 0xE0 ? 2 : lead < 0xF0 ? 3 : 4;
}

// The character that begins `text`, which is valid UTF-8.
char32_t character(std::string_view text) {
  const auto lead = static_cast<unsigned char>(text[0]);
  const std::size_t length = length_of(lead);
  if (length == 1) return lead;
  char32_t c = lead & (0x7Fu >> length);
  for (std::size_t i = 1; i < length; ++i) c = c << 6 | (static_cast<unsigned char>(text[i]) & 0x3Fu);
  return c;
}

std::string escape(char32_t c) {
  if (c == '\n') return "\\n";
  if (c == '\t') return "\\t";
  if (c == '\r') return "\\r";
  const auto code = static_cast<unsigned>(c);
  if (c < 0x100) return fmt::format("\\x{:02x}", code);
  return c < 0x10000 ? fmt::format("\\u{:04x}", code) : fmt::format("\\U{:08x}", code);
}

// The length of the colour at the begin of `text`, 0 if there is none.
std::size_t colour_length(std::string_view text) {
  for (const std::string_view known : {colour::bold, colour::red, colour::yellow, colour::reset}) {
    if (text.starts_with(known)) return known.size();
  }
  constexpr std::string_view begin = "\x1b[38;5;";
  const std::size_t end = text.starts_with(begin) ? text.find_first_not_of("0123456789", begin.size()) : text.npos;
  return end != text.npos && text[end] == 'm' ? end + 1 : 0;
}

}  // namespace

std::string colour::of_256(int index) {
  return fmt::format("\x1b[38;5;{}m", index);
}

std::string visible_in_colour(std::string_view text) {
  std::string shown;
  while (!text.empty()) {
    const std::size_t escape = text.find('\x1b');
    shown += visible(text.substr(0, escape), /*keep_lines=*/true);
    if (escape == text.npos) break;
    text.remove_prefix(escape);
    const std::size_t kept = colour_length(text);
    shown += kept > 0 ? std::string(text.substr(0, kept)) : visible(text.substr(0, 1));
    text.remove_prefix(std::max<std::size_t>(kept, 1));
  }
  return shown;
}

std::string visible(std::string_view text, bool keep_lines) {
  std::string shown;
  std::size_t valid = first_invalid_utf8(text).value_or(text.size());
  for (std::size_t at = 0; at < text.size();) {
    if (at == valid) {
      shown += fmt::format("\\x{:02x}", static_cast<unsigned char>(text[at++]));
      valid = at + first_invalid_utf8(text.substr(at)).value_or(text.size() - at);
      continue;
    }
    const std::size_t length = length_of(static_cast<unsigned char>(text[at]));
    const char32_t c = character(text.substr(at));
    if (is_invisible(c) && !(keep_lines && c == '\n'))
      shown += escape(c);
    else
      shown += text.substr(at, length);
    at += length;
  }
  return shown;
}

std::size_t first_control(std::string_view text) {
  for (std::size_t at = 0; at < text.size(); at += length_of(static_cast<unsigned char>(text[at]))) {
    const char32_t c = character(text.substr(at));
    const bool is_control = (c < 0x20 && c != '\n' && c != '\t') || (c >= 0x7F && c < 0xA0);
    if (is_control || c == 0x2028 || c == 0x2029) return at;
  }
  return std::string_view::npos;
}

std::string_view shortened_utf8(std::string_view text, std::size_t bytes) {
  if (text.size() <= bytes) return text;
  while (bytes > 0 && (static_cast<unsigned char>(text[bytes]) & 0xC0u) == 0x80u) --bytes;
  return text.substr(0, bytes);
}

}  // namespace actlab
