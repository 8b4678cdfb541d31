#pragma once

#include <cstdio>
#include <filesystem>
#include <memory>
#include <string_view>

namespace actlab {

/// Whether `commit` waits until the file is on the disk. Files that can be made again from the record need not wait.
enum class Durability { process_death, power_failure };

/// A file that is written under a random temporary name beside it and renamed by `commit`, so that readers only see
/// complete files. Without `commit`, an existing file stays unchanged. No symbolic link is followed: the temporary file
/// is always new, and a link at `path` is replaced. Throws std::runtime_error if the file cannot be written.
class AtomicFile {
 public:
  explicit AtomicFile(std::filesystem::path path);
  ~AtomicFile();
  AtomicFile(const AtomicFile&) = delete;
  AtomicFile& operator=(const AtomicFile&) = delete;

  void write(std::string_view text);
  void commit(Durability durability = Durability::process_death);

 private:
  struct Close {
    void operator()(std::FILE* file) const { std::fclose(file); }
  };
  [[noreturn]] void fail() const;
  void synchronize_directory() const;

  std::filesystem::path path_;
  std::filesystem::path temporary_;
  std::unique_ptr<std::FILE, Close> file_;
};

/// Writes a file with AtomicFile. Throws as AtomicFile.
void write_file(const std::filesystem::path& path, std::string_view text,
                Durability durability = Durability::process_death);

/// Creates the directory `name` in `parent`, or uses it if it exists. Throws std::runtime_error if `name` is something
/// else, such as a symbolic link, with which files would be written elsewhere.
std::filesystem::path make_subdirectory(const std::filesystem::path& parent, std::string_view name);

}  // namespace actlab
