#pragma once

#include <cstddef>
#include <memory>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// The text of a file: valid UTF-8 without NUL, which the byte after the end is.
class FileText {
 public:
  /// Reads the whole file; UTF-16 with a byte order mark becomes UTF-8. Throws UsageError with file:line:column if it
  /// cannot be read or is not valid text.
  explicit FileText(const std::string& file);

  const std::string& file() const { return file_; }
  /// Without the byte order mark.
  std::string_view text() const { return text_; }
  /// XXH3's 128 bits of the bytes of the file, in hexadecimal.
  const std::string& hash() const { return hash_; }
  /// What was recognised: a byte order mark, UTF-16.
  const std::vector<std::string>& notes() const { return notes_; }

  /// The line, from 1, that has this character of the text. Lines end in LF, CRLF or CR.
  int line(const char* at) const;
  /// "file:line:column". A column is a character, from 1.
  std::string place(const char* at) const;

 private:
  void decode();
  void from_utf16(bool big_endian);
  void check() const;

  std::string file_;
  std::unique_ptr<char[]> bytes_;  // not a string, which would be filled with zeros first
  std::size_t size_ = 0;
  std::string converted_;
  std::string_view text_;
  std::string hash_;
  std::vector<std::string> notes_;
};

}  // namespace actlab
