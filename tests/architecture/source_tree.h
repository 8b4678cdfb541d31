#pragma once

#include <algorithm>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <string>
#include <string_view>
#include <vector>

namespace actlab {

/// One #include line of a source file.
struct Include {
  std::string file;    ///< relative to the source tree: "src/lab/data/csv.cpp"
  std::string folder;  ///< the folder of src/ that the file is in: "lab"
  int line = 0;
  std::string target;   ///< the text between the brackets or quotes
  bool angled = false;  ///< <target> rather than "target"
};

/// All C++ files below a folder of the source tree, as paths relative to the tree, sorted.
inline std::vector<std::string> sources_below(std::string_view folder) {
  const std::filesystem::path root = ACTLAB_SOURCE_DIR;
  std::vector<std::string> files;
  for (const auto& entry : std::filesystem::recursive_directory_iterator(root / folder)) {
    const auto extension = entry.path().extension();
    if (extension == ".h" || extension == ".cpp")
      files.push_back(std::filesystem::relative(entry.path(), root).generic_string());
  }
  std::sort(files.begin(), files.end());
  return files;
}

inline std::vector<std::string> lines_of(const std::string& file) {
  std::ifstream in(std::filesystem::path(ACTLAB_SOURCE_DIR) / file);
  std::vector<std::string> lines;
  for (std::string line; std::getline(in, line);) lines.push_back(line);
  return lines;
}

/// The layer of a file: "lab" for "src/lab/data/csv.cpp"; empty for a file in src/ itself.
inline std::string folder_of(const std::string& file) {
  const auto path = std::filesystem::path(file);
  const auto second = std::next(path.begin());
  return std::next(second) == path.end() ? "" : second->string();
}

/// The #include lines of src/.
inline std::vector<Include> includes_of_sources() {
  std::vector<Include> includes;
  for (const std::string& file : sources_below("src")) {
    const auto lines = lines_of(file);
    for (std::size_t i = 0; i < lines.size(); ++i) {
      constexpr std::string_view keyword = "#include ";
      if (!lines[i].starts_with(keyword)) continue;
      const char close = lines[i][keyword.size()] == '<' ? '>' : '"';
      const std::string rest = lines[i].substr(keyword.size() + 1);
      includes.push_back(
          {file, folder_of(file), static_cast<int>(i) + 1, rest.substr(0, rest.find(close)), close == '>'});
    }
  }
  return includes;
}

}  // namespace actlab
