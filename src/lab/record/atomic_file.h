#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

namespace actlab {

/// A file that appears under its name only when it is complete: until `commit` it has another name, and a file that was
/// there before stays as it is. Throws std::runtime_error where it cannot be written.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::string_view text);
  void commit();

 private:
  [[noreturn]] void fail() const;

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  std::ofstream stream_;
};

/// The whole file at once.
void write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace actlab
