#include "lab/data/idx.h"

#include <fmt/format.h>
#include <zlib.h>

#include <algorithm>
#include <array>
#include <memory>
#include <vector>

#include "core/error.h"
#include "core/memory.h"

namespace actlab {
namespace {

/// Reads a gzipped or plain file.
class ByteReader {
 public:
  explicit ByteReader(const std::string& file) : name_(file), file_(gzopen(file.c_str(), "rb")) {
    if (!file_) throw UsageError(fmt::format("{}: cannot be opened", name_));
    gzbuffer(file_.get(), 1 << 17);
  }

  // In pieces, so that a header that promises more than the file has costs no memory.
  std::vector<std::uint8_t> read(std::int64_t count) {
    constexpr std::int64_t piece = 1 << 24;
    std::vector<std::uint8_t> bytes;
    while (count > 0) {
      const std::int64_t next = std::min(count, piece);
      check_memory(bytes.size());
      bytes.resize(bytes.size() + static_cast<std::size_t>(next));
      read(bytes.data() + bytes.size() - next, next);
      count -= next;
    }
    return bytes;
  }

  void read(std::uint8_t* to, std::int64_t count) {
    constexpr std::int64_t most = 1 << 30;  // gzread counts in int
    while (count > 0) {
      const int got = gzread(file_.get(), to, static_cast<unsigned>(std::min(count, most)));
      if (got <= 0) throw UsageError(fmt::format("{}: the file is damaged or truncated", name_));
      to += got;
      count -= got;
    }
  }

 private:
  // The vector doubles, and the samples are several times as large as the bytes.
  void check_memory(std::size_t bytes) const {
    if (2.0 * static_cast<double>(bytes) < available_memory()) return;
    throw UsageError(fmt::format("{}: it has more than {} of data, and {} of memory are available", name_,
                                 bytes_text(static_cast<double>(bytes)), bytes_text(available_memory())));
  }

  struct Close {
    void operator()(gzFile file) const { gzclose(file); }
  };
  std::string name_;
  std::unique_ptr<gzFile_s, Close> file_;
};

}  // namespace

IdxBytes read_idx(const std::string& file, std::int64_t count) {
  ByteReader reader(file);
  std::array<std::uint8_t, 4> magic{};
  reader.read(magic.data(), 4);
  constexpr std::uint8_t unsigned_bytes = 8;
  const int dimensions = magic[3];
  if (magic[0] != 0 || magic[1] != 0 || magic[2] != unsigned_bytes || dimensions < 1 || dimensions > 4) {
    throw UsageError(fmt::format("{}: not an IDX file of unsigned bytes in one to four dimensions", file));
  }
  IdxBytes read;
  std::int64_t total = 1;
  for (int d = 0; d < dimensions; ++d) {
    std::array<std::uint8_t, 4> size{};  // most significant byte first
    reader.read(size.data(), 4);
    std::int64_t entries = 0;
    for (const std::uint8_t byte : size) entries = entries << 8 | byte;
    read.shape.push_back(d == 0 ? std::min(entries, count) : entries);
    constexpr std::int64_t largest = std::int64_t{1} << 34;
    if (read.shape.back() == 0 || read.shape.back() > largest / total) {
      throw UsageError(fmt::format("{}: its header declares {} entries along dimension {}", file, entries, d));
    }
    total *= read.shape.back();
  }
  read.bytes = reader.read(total);
  return read;
}

}  // namespace actlab
