#include "app/cli/command_line.h"

#include <string_view>

namespace actlab {
namespace {

std::vector<std::string>& words_of_this_process() {
  static std::vector<std::string> words;
  return words;
}

std::string quoted(const std::string& word) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  if (!word.empty() && word.find_first_not_of(plain) == std::string::npos) return word;
  std::string text = "'";
  for (const char c : word) text += c == '\'' ? "'\\''" : std::string(1, c);
  return text + "'";
}

}  // namespace

const std::vector<std::string>& command_line() {
  return words_of_this_process();
}

void set_command_line(int argc, char** argv) {
  words_of_this_process().assign(argv, argv + argc);
}

std::string shell_text(std::span<const std::string> words) {
  std::string text;
  for (const std::string& word : words) {
    if (!text.empty()) text += ' ';
    text += quoted(word);
  }
  return text;
}

std::string command_to_continue(std::span<const std::string> words, const std::filesystem::path& run_directory) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < words.size(); ++i) {
    if (words[i] == "--out") {
      ++i;
    } else if (words[i] != "--resume" && !words[i].starts_with("--out=")) {
      kept.push_back(words[i]);
    }
  }
  kept.insert(kept.end(), {"--out", run_directory.string()});
  return shell_text(kept);
}

}  // namespace actlab
