#pragma once

#include <filesystem>
#include <fstream>
#include <string_view>

namespace actlab {

/// A file that is written under a temporary name and renamed by `commit`, so that readers only see complete files.
/// Without `commit`, an existing file stays unchanged. Throws std::runtime_error if the file cannot be written.
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

/// Writes a file with AtomicFile. Throws as AtomicFile.
void write_file(const std::filesystem::path& path, std::string_view text);

}  // namespace actlab
