#pragma once

#include <string>
#include <string_view>

namespace actlab {

/// `text` for a terminal: what cannot be seen is written as an escape of YAML and C, so that a reader finds it and a
/// terminal does not obey it. These are control characters ("\x1b"), spaces other than U+0020, marks without width,
/// marks that change the direction of writing ("\u200b"), and bytes that are not UTF-8 ("\xe9"). Line feeds are kept
/// if `keep_lines`.
std::string visible(std::string_view text, bool keep_lines = false);

/// `text` as above with its line feeds, and with the colours that actlab uses (namespace colour). Texts of others may
/// have no control characters, so that a colour in `text` is ours.
std::string visible_in_colour(std::string_view text);

/// Sequences that change how a terminal shows text (ECMA-48, SGR).
namespace colour {
inline constexpr std::string_view bold = "\x1b[1m", red = "\x1b[31m", yellow = "\x1b[33m", reset = "\x1b[0m";
/// Number `index` of the 256 colours of xterm.
std::string of_256(int index);
}  // namespace colour

/// The offset of the first control character other than tab and line feed, or of the first Unicode line separator;
/// npos if there is none. `text` must be UTF-8.
std::size_t first_control(std::string_view text);

/// At most `bytes` bytes of `text`, cut between two characters.
std::string_view shortened_utf8(std::string_view text, std::size_t bytes);

}  // namespace actlab
