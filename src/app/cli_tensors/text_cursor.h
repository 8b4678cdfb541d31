#pragma once

#include <cstddef>
#include <functional>
#include <string>
#include <string_view>

namespace actlab {

/// A place in a text that is being parsed.
class TextCursor {
 public:
  /// `flag`: what the text was given for, for messages.
  TextCursor(std::string flag, std::string_view text) : flag_(std::move(flag)), text_(text) {}

  bool at_end() const { return at_ == text_.size(); }
  char next() const { return at_end() ? '\0' : text_[at_]; }
  std::size_t at() const { return at_; }
  void move_to(std::size_t at) { at_ = at; }
  std::string_view rest() const { return text_.substr(at_); }

  void skip_spaces();
  /// Consumes `expected` if it comes next.
  bool take(std::string_view expected);
  /// Consumes `expected`, or fails.
  void require(char expected, std::string_view allowed);
  /// Consumes all characters that fulfil the condition.
  std::string_view take_while(const std::function<bool(char)>& condition);

  /// Throws UsageError: the flag, what was found here, what is allowed, and the text with a mark under this place.
  [[noreturn]] void fail(std::string_view allowed) const;
  /// The same with a sentence of its own.
  [[noreturn]] void refuse(std::string_view why) const;

 private:
  std::string flag_;
  std::string_view text_;
  std::size_t at_ = 0;
};

/// True for the characters of names: letters, digits, underscore.
bool is_word_character(char c);

}  // namespace actlab
