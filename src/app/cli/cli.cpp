#include "app/cli/cli.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/command_line.h"
#include "app/cli/exit_code.h"
#include "app/cli/verbs.h"
#include "core/error.h"
#include "core/log.h"
#include "core/version.h"

namespace actlab {
namespace {

bool is_verb(std::string_view word, const Program& program) {
  return std::any_of(program.verbs.begin(), program.verbs.end(), [&](const Verb& verb) { return verb.name == word; });
}

// `runner circle.yaml` is short for `runner run circle.yaml`.
std::vector<std::string> with_verb(int argc, char** argv, const Program& program) {
  std::vector<std::string> words(argv + 1, argv + argc);
  const std::vector<std::string> of_the_program{"-h", "--help", "--version"};
  const auto is_of_the_program = [&](const std::string& word) {
    return std::find(of_the_program.begin(), of_the_program.end(), word) != of_the_program.end();
  };
  if (!words.empty() && !is_verb(words[0], program) && !is_of_the_program(words[0])) words.insert(words.begin(), "run");
  return words;
}

std::string version_text() {
  const std::string commit = git_describe().empty() ? "" : fmt::format(" ({})", git_describe());
  return fmt::format("runner {}{}, {}", version(), commit, compiler());
}

// CLI11 reports what it did not expect; this adds what was probably meant.
std::string message_of(const CLI::ParseError& error, const CLI::App& app) {
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  if (chosen.empty()) return "no command given: runner CONFIG.yaml, or see runner --help";
  std::vector<std::string> names;
  for (const CLI::Option* option : chosen.front()->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (const std::string& word : chosen.front()->remaining()) {
    if (word.starts_with("-")) return unknown_name("option", word.substr(0, word.find('=')), known);
  }
  return fmt::format("{}; see runner {} --help", error.what(), chosen.front()->get_name());
}

int parse_and_run(int argc, char** argv, const Program& program) {
  CLI::App app("Trains small networks with different activation functions, and says which is better by how much.",
               "runner");
  app.set_version_flag("--version", version_text());
  app.require_subcommand(1);
  app.footer(
      "`runner CONFIG.yaml …` is short for `runner run CONFIG.yaml …`; `runner run --help` lists the keys of a "
      "config.");
  Action chosen;
  for (const Verb& verb : program.verbs) {
    CLI::App* sub = app.add_subcommand(std::string(verb.name), std::string(verb.help));
    sub->callback([&chosen, action = verb.declare(*sub, program)] { chosen = action; });
  }
  std::vector<std::string> words = with_verb(argc, argv, program);
  std::reverse(words.begin(), words.end());  // as CLI11 takes them
  try {
    app.parse(words);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return app.exit(error);  // prints the help that was asked for
    throw UsageError(message_of(error, app));
  }
  return chosen();
}

}  // namespace

int run_cli(int argc, char** argv, const Program& program) {
  set_command_line(argc, argv);
  try {
    return parse_and_run(argc, argv, program);
  } catch (const UsageError& error) {
    log_error("{}", error.what());
    return exit_bad_input;
  } catch (const std::exception& error) {
    log_error("{}", error.what());
    return exit_check_failed;
  }
}

}  // namespace actlab
