#include "app/cli_tensors/text_cursor.h"

#include <fmt/format.h>

#include "core/error.h"

namespace actlab {

bool is_word_character(char c) {
  return (c >= 'a' && c <= 'z') || (c >= 'A' && c <= 'Z') || (c >= '0' && c <= '9') || c == '_';
}

void TextCursor::skip_spaces() {
  while (next() == ' ') ++at_;
}

bool TextCursor::take(std::string_view expected) {
  if (!rest().starts_with(expected)) return false;
  at_ += expected.size();
  return true;
}

void TextCursor::require(char expected, std::string_view allowed) {
  if (!take(std::string_view(&expected, 1))) fail(allowed);
}

std::string_view TextCursor::take_while(const std::function<bool(char)>& condition) {
  const std::size_t start = at_;
  while (!at_end() && condition(text_[at_])) ++at_;
  return text_.substr(start, at_ - start);
}

void TextCursor::fail(std::string_view allowed) const {
  const std::string found = at_end() ? "the end" : fmt::format("'{}'", rest().substr(0, 1));
  refuse(fmt::format("found {}, expected {}", found, allowed));
}

void TextCursor::refuse(std::string_view why) const {
  throw UsageError(fmt::format("{}, column {}: {}\n  {}\n  {:>{}}", flag_, at_ + 1, why, text_, "^", at_ + 1));
}

}  // namespace actlab
