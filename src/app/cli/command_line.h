#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace actlab {

/// The words this program was started with, its own name first.
const std::vector<std::string>& command_line();
void set_command_line(int argc, char** argv);

/// Words as one would type them to a shell: quoted where it would read them otherwise.
std::string shell_text(std::span<const std::string> words);

/// The command that goes on with a run that `words` began: the same, with `--out` naming the run's directory.
std::string command_to_continue(std::span<const std::string> words, const std::filesystem::path& run_directory);

}  // namespace actlab
