#include "app/cli/command_line.h"

#include <string_view>

namespace actlab {
namespace {

std::vector<std::string>& stored_arguments() {
  static std::vector<std::string> arguments;
  return arguments;
}

std::string quoted(const std::string& argument) {
  constexpr std::string_view plain = "abcdefghijklmnopqrstuvwxyzABCDEFGHIJKLMNOPQRSTUVWXYZ0123456789_-+=./:,@%";
  if (!argument.empty() && argument.find_first_not_of(plain) == std::string::npos) return argument;
  std::string text = "'";
  for (const char c : argument) text += c == '\'' ? "'\\''" : std::string(1, c);
  return text + "'";
}

}  // namespace

const std::vector<std::string>& command_line() {
  return stored_arguments();
}

void set_command_line(int argc, char** argv) {
  stored_arguments().assign(argv, argv + argc);
}

std::string shell_text(std::span<const std::string> arguments) {
  std::string text;
  for (const std::string& argument : arguments) {
    if (!text.empty()) text += ' ';
    text += quoted(argument);
  }
  return text;
}

std::string command_to_continue(std::span<const std::string> arguments, const std::filesystem::path& run_directory) {
  std::vector<std::string> kept;
  for (std::size_t i = 0; i < arguments.size(); ++i) {
    if (arguments[i] == "--out" || arguments[i] == "--extend") {
      ++i;
    } else if (arguments[i] != "--resume" && !arguments[i].starts_with("--out=") &&
               !arguments[i].starts_with("--extend=")) {
      kept.push_back(arguments[i]);
    }
  }
  kept.insert(kept.end(), {"--out", run_directory.string()});
  return shell_text(kept);
}

}  // namespace actlab
