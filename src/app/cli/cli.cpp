#include "app/cli/cli.h"

#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <algorithm>
#include <exception>
#include <new>
#include <sstream>
#include <string>
#include <string_view>
#include <vector>

#include "app/cli/command_line.h"
#include "app/cli/exit_code.h"
#include "app/cli/verbs.h"
#include "core/error.h"
#include "core/log.h"
#include "core/memory.h"
#include "core/output.h"
#include "core/utf8.h"
#include "core/version.h"

namespace actlab {
namespace {

bool is_verb(std::string_view name, const Program& program) {
  return std::any_of(program.verbs.begin(), program.verbs.end(), [&](const Verb& verb) { return verb.name == name; });
}

// `runner circle.yaml` is short for `runner run circle.yaml`.
std::vector<std::string> with_verb(int argc, char** argv, const Program& program) {
  std::vector<std::string> arguments(argv + 1, argv + argc);
  const std::vector<std::string> program_options{"-h", "--help", "--version"};
  const auto is_program_option = [&](const std::string& argument) {
    return std::find(program_options.begin(), program_options.end(), argument) != program_options.end();
  };
  if (!arguments.empty() && !is_verb(arguments[0], program) && !is_program_option(arguments[0]))
    arguments.insert(arguments.begin(), "run");
  return arguments;
}

std::string version_text() {
  const std::string commit = git_describe().empty() ? "" : fmt::format(" ({})", git_describe());
  return fmt::format("runner {}{}, {}", version(), commit, compiler());
}

// Adds the nearest known option to the error message of CLI11.
std::string message_of(const CLI::ParseError& error, const CLI::App& app) {
  const std::vector<CLI::App*> chosen = app.get_subcommands();
  if (chosen.empty()) return "no command given: runner CONFIG.yaml, or see runner --help";
  std::vector<std::string> names;
  for (const CLI::Option* option : chosen.front()->get_options()) {
    for (const std::string& name : option->get_lnames()) names.push_back("--" + name);
  }
  const std::vector<std::string_view> known(names.begin(), names.end());
  for (const std::string& argument : chosen.front()->remaining()) {
    if (argument.starts_with("-")) return unknown_name("option", argument.substr(0, argument.find('=')), known);
  }
  return fmt::format("{}; see runner {} --help", error.what(), chosen.front()->get_name());
}

// Prints what --help or --version asked for.
int show_help(const CLI::ParseError& error, const CLI::App& app) {
  std::ostringstream text;
  const int exit_code = app.exit(error, text, text);
  print_text(text.str());
  return exit_code;
}

// Text from the command line goes to files and pages, which have to be UTF-8.
void check_arguments(int argc, char** argv) {
  for (int i = 1; i < argc; ++i) {
    const std::string_view argument = argv[i];
    const auto invalid = first_invalid_utf8(argument);
    if (!invalid) continue;
    throw UsageError(fmt::format("argument {} of the command line, '{}', is not UTF-8 text: its byte {} is 0x{:02x}", i,
                                 argument, *invalid + 1, static_cast<unsigned char>(argument[*invalid])));
  }
}

int parse_and_run(int argc, char** argv, const Program& program) {
  CLI::App app("Trains small networks with different activation functions and compares their results.", "runner");
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
  std::vector<std::string> arguments = with_verb(argc, argv, program);
  std::reverse(arguments.begin(), arguments.end());  // CLI11 expects reverse order
  try {
    app.parse(arguments);
  } catch (const CLI::ParseError& error) {
    if (error.get_exit_code() == 0) return show_help(error, app);
    throw UsageError(message_of(error, app));
  }
  return chosen();
}

}  // namespace

int run_cli(int argc, char** argv, const Program& program) {
  reserve_standard_streams();
  set_command_line(argc, argv);
  try {
    check_arguments(argc, argv);
    const int exit_code = parse_and_run(argc, argv, program);
    flush_output();
    return exit_code;
  } catch (const UsageError& error) {
    log_error("{}", error.what());
    return exit_bad_input;
  } catch (const std::bad_alloc&) {
    log_error(
        "not enough memory: {} are available to this process. Use fewer samples, smaller networks, or fewer trials at "
        "the same time (--jobs 1)",
        bytes_text(available_memory()));
    return exit_not_done;
  } catch (const std::exception& error) {
    log_error("{}", error.what());
    return exit_not_done;
  }
}

}  // namespace actlab
