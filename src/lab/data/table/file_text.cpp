#include "lab/data/table/file_text.h"

#include <fcntl.h>
#include <fmt/format.h>
#include <sys/stat.h>
#include <unistd.h>

#include <algorithm>
#include <cerrno>
#include <cstring>
#include <new>
#include <span>

#include "core/error.h"
#include "core/hash.h"
#include "core/memory.h"
#include "core/utf8.h"

namespace actlab {
namespace {

class OpenFile {
 public:
  explicit OpenFile(const std::string& file) : file_(file), descriptor_(::open(file.c_str(), O_RDONLY | O_CLOEXEC)) {
    if (descriptor_ < 0) fail(std::strerror(errno));
    if (::fstat(descriptor_, &status_) != 0) fail(std::strerror(errno));
    if (S_ISDIR(status_.st_mode)) fail("it is a directory");
  }
  ~OpenFile() {
    if (descriptor_ >= 0) ::close(descriptor_);
  }
  OpenFile(const OpenFile&) = delete;
  OpenFile& operator=(const OpenFile&) = delete;

  // 0 for a pipe.
  std::size_t size() const { return static_cast<std::size_t>(status_.st_size); }
  // Up to `size` bytes; less only at the end of the file.
  std::size_t read(char* to, std::size_t size) {
    std::size_t done = 0;
    while (done < size) {
      const ssize_t got = ::read(descriptor_, to + done, size - done);
      if (got < 0 && errno == EINTR) continue;
      if (got < 0) fail(std::strerror(errno));
      if (got == 0) break;
      done += static_cast<std::size_t>(got);
    }
    return done;
  }

 private:
  [[noreturn]] void fail(std::string_view why) const {
    throw UsageError(fmt::format("{}: cannot be read ({})", file_, why));
  }

  const std::string& file_;
  int descriptor_;
  struct stat status_ {};
};

std::unique_ptr<char[]> allocate(const std::string& file, std::size_t size) {
  std::unique_ptr<char[]> bytes(new (std::nothrow) char[size]);
  if (!bytes) throw UsageError(fmt::format("{}: {} MB of memory are needed to read it", file, size >> 20));
  prefer_large_pages(bytes.get(), size);
  return bytes;
}

void append_utf8(std::string& to, char32_t c) {
  const auto add = [&](char32_t byte) { to += static_cast<char>(byte); };
  const auto add_tail = [&](int shift) { add(0x80 | (c >> shift & 0x3F)); };
  if (c < 0x80) {
    add(c);
  } else if (c < 0x800) {
    add(0xC0 | c >> 6);
    add_tail(0);
  } else if (c < 0x10000) {
    add(0xE0 | c >> 12);
    add_tail(6);
    add_tail(0);
  } else {
    add(0xF0 | c >> 18);
    add_tail(12);
    add_tail(6);
    add_tail(0);
  }
}

}  // namespace

FileText::FileText(const std::string& file) : file_(file) {
  OpenFile in(file);
  std::size_t room = in.size() + 1;  // one more shows whether the file has grown
  bytes_ = allocate(file, room);
  while (size_ += in.read(bytes_.get() + size_, room - size_), size_ == room) {
    auto larger = allocate(file, room = std::max<std::size_t>(2 * room, 1 << 16));
    std::memcpy(larger.get(), bytes_.get(), size_);
    bytes_ = std::move(larger);
  }
  bytes_[size_] = '\0';
  const std::span<const std::byte> content = std::as_bytes(std::span(bytes_.get(), size_));
  hash_ = content_hash({&content, 1});
  decode();
  check();
}

void FileText::decode() {
  text_ = {bytes_.get(), size_};
  if (text_.starts_with("\xEF\xBB\xBF")) {
    notes_.push_back("a byte order mark");
    text_.remove_prefix(3);
  } else if (text_.starts_with("\xFF\xFE")) {
    notes_.push_back("text in UTF-16 (little-endian)");
    from_utf16(false);
  } else if (text_.starts_with("\xFE\xFF")) {
    notes_.push_back("text in UTF-16 (big-endian)");
    from_utf16(true);
  }
}

void FileText::from_utf16(bool big_endian) {
  const auto unit = [&](std::size_t i) -> char32_t {
    const auto first = static_cast<unsigned char>(text_[i]), second = static_cast<unsigned char>(text_[i + 1]);
    return big_endian ? first * 256u + second : second * 256u + first;
  };
  std::string utf8;
  const auto fail = [&](std::string_view what) {
    text_ = utf8;
    throw UsageError(fmt::format("{}: {}; save the file as UTF-8", place(utf8.data() + utf8.size()), what));
  };
  if (text_.size() % 2 != 0) fail("half a character of UTF-16 at the end of the file");
  utf8.reserve(text_.size() / 2);
  for (std::size_t i = 2; i < text_.size(); i += 2) {
    char32_t c = unit(i);
    if (c >= 0xD800 && c < 0xE000) {  // half of a surrogate pair
      const char32_t low = i + 2 < text_.size() ? unit(i + 2) : 0;
      if (c >= 0xDC00 || low < 0xDC00 || low >= 0xE000) fail("half a surrogate pair, which is not valid UTF-16");
      c = 0x10000 + ((c - 0xD800) << 10) + (low - 0xDC00);
      i += 2;
    }
    append_utf8(utf8, c);
  }
  converted_ = std::move(utf8);
  bytes_.reset();
  text_ = converted_;
}

void FileText::check() const {
  if (const void* nul = std::memchr(text_.data(), 0, text_.size())) {
    throw UsageError(
        fmt::format("{}: a NUL byte; the file is not text, or is UTF-16 without a byte order mark: save it as "
                    "UTF-8",
                    place(static_cast<const char*>(nul))));
  }
  if (const auto invalid = first_invalid_utf8(text_)) {
    throw UsageError(
        fmt::format("{}: the byte 0x{:02x} is not valid UTF-8; save the file as UTF-8, for example with "
                    "iconv -f WINDOWS-1252 -t UTF-8",
                    place(text_.data() + *invalid), static_cast<unsigned char>(text_[*invalid])));
  }
}

int FileText::line(const char* at) const {
  int line = 1;
  for (const char* p = text_.data(); p < at; ++p) {
    if (*p == '\n' || (*p == '\r' && p[1] != '\n')) ++line;
  }
  return line;
}

std::string FileText::place(const char* at) const {
  const char* start = at;
  while (start > text_.data() && start[-1] != '\n' && start[-1] != '\r') --start;
  const auto characters =
      std::count_if(start, at, [](char c) { return (static_cast<unsigned char>(c) & 0xC0) != 0x80; });
  return fmt::format("{}:{}:{}", file_, line(at), characters + 1);
}

}  // namespace actlab
