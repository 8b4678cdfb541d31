#pragma once

#include <concepts>
#include <cstdint>
#include <string>
#include <string_view>

namespace actlab::detail {

/// Writes a JSON document, indented by two blanks. Infinity and NaN, which JSON cannot represent, become strings; bytes
/// that are not UTF-8, such as an exception's message may contain, become U+FFFD.
class JsonWriter {
 public:
  /// A value: of an array, or after `key`.
  void value(std::string_view text);
  void value(const char* text) { value(std::string_view(text)); }
  void value(double number);
  void value(bool truth) { raw(truth ? "true" : "false"); }
  void value(std::integral auto number) { raw(std::to_string(number)); }
  void null() { raw("null"); }

  void key(std::string_view name);
  void member(std::string_view name, const auto& of) {
    key(name);
    value(of);
  }

  /// Calls `members`, which writes keys and values.
  void object(const auto& members) { nested('{', '}', members); }
  /// Calls `element` for each of the list.
  void array(const auto& list, const auto& element) {
    nested('[', ']', [&] {
      for (const auto& each : list) element(each);
    });
  }

  std::string text() && { return std::move(text_); }

 private:
  void nested(char open, char close, const auto& content) {
    raw(std::string(1, open));
    ++depth_;
    is_first_ = true;
    content();
    --depth_;
    if (!is_first_) new_line();
    is_first_ = false;
    text_ += close;
  }

  void raw(std::string_view text);
  void separate();
  void new_line();
  void quoted(std::string_view text);

  std::string text_;
  int depth_ = 0;
  bool is_first_ = true;  // of the innermost array or object
  bool after_key_ = false;
};

}  // namespace actlab::detail
