#pragma once

#include <gtest/gtest.h>

#include <filesystem>
#include <fstream>
#include <sstream>
#include <string>
#include <vector>

#include "app/cli/cli.h"
#include "lab/record/temporary_directory.h"

namespace actlab {

/// Exit code and output of a command.
struct CommandResult {
  int code;
  std::string out;
  std::string error;
};

/// Runs the command line of `program` in this process.
inline CommandResult run_program(const Program& program, std::vector<std::string> arguments) {
  arguments.insert(arguments.begin(), "runner");
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  testing::internal::CaptureStdout();
  testing::internal::CaptureStderr();
  const int code = run_cli(static_cast<int>(argv.size()), argv.data(), program);
  const std::string out = testing::internal::GetCapturedStdout();
  return {code, out, testing::internal::GetCapturedStderr()};
}

/// trials.csv without the seconds, which differ between runs.
inline std::string trials_without_seconds(const std::filesystem::path& run) {
  std::istringstream lines(read_file(run / "trials.csv"));
  std::string text;
  for (std::string line; std::getline(lines, line);) text += line.substr(0, line.rfind(',')) + "\n";
  return text;
}

/// A new working directory with a small config, circle.yaml.
class WorkingDirectory : public testing::Test {
 protected:
  WorkingDirectory() : before_(std::filesystem::current_path()) {
    std::filesystem::current_path(directory_.path());
    std::ofstream("circle.yaml") << "data: {kind: circle, samples: 50, test_samples: 50}\n"
                                    "models:\n"
                                    "  Linear: {hidden: [4], activation: identity}\n"
                                    "  Bent: {hidden: [4], activation: relu}\n"
                                    "training: {epochs: 3}\n"
                                    "seeds: 4\n";
  }
  ~WorkingDirectory() override { std::filesystem::current_path(before_); }

  /// Names of all files in the working directory.
  static std::vector<std::string> files() {
    std::vector<std::string> names;
    for (const auto& entry : std::filesystem::directory_iterator(".")) names.push_back(entry.path().filename());
    return names;
  }

 private:
  TemporaryDirectory directory_;
  std::filesystem::path before_;
};

}  // namespace actlab
