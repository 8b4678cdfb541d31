#pragma once

#include <filesystem>
#include <span>
#include <string>
#include <vector>

namespace actlab {

/// The arguments of this process, starting with the name of the program. Set once by run_cli.
const std::vector<std::string>& command_line();
void set_command_line(int argc, char** argv);

/// The arguments as text for a shell, quoted where necessary.
std::string shell_text(std::span<const std::string> arguments);

/// The command that resumes a run: the `arguments` that started it, with the run's directory as `--out`.
std::string command_to_continue(std::span<const std::string> arguments, const std::filesystem::path& run_directory);

}  // namespace actlab
