#include "fuzz/harness.h"

#include <fmt/format.h>
#include <sys/wait.h>
#include <unistd.h>

#include <csignal>
#include <cstdlib>
#include <filesystem>
#include <fstream>
#include <iterator>
#include <optional>
#include <regex>
#include <stdexcept>
#include <string_view>

#include "core/error.h"
#include "core/utf8.h"
#include "fake_backend.h"
#include "lab/experiment/plan.h"
#include "lab/experiment/resolve.h"
#include "lab/tabulate/tabulate.h"

namespace actlab {
namespace {

namespace fs = std::filesystem;

constexpr unsigned seconds_per_input = 30;
constexpr const char* config_name = "fuzz.yaml";

enum class Outcome { accepted, refused_with_proposal, refused };
constexpr std::string_view proposal_line = "\nTo use it, set in data:\n";

void check_message(const std::string& message) {
  static const std::regex place("^([^\n]*/fuzz\\.yaml:([0-9]+:[0-9]+: | the file is empty)|command line: ')");
  if (!std::regex_search(message, place)) throw std::runtime_error("this refusal names no place: " + message);
  if (first_invalid_utf8(message)) throw std::runtime_error("this refusal is not UTF-8: " + message);
}

// True if a refusal has no other problem than that of `data`, whose proposal is at its end.
bool is_only_of_data(const std::string& message, std::string_view proposal) {
  const std::string first = message.substr(0, message.find('\n'));
  for (std::size_t line = 0; line < proposal.size(); line = proposal.find('\n', line) + 1) {
    if (!proposal.substr(line).starts_with("  ")) return false;
    if (proposal.find('\n', line) == std::string_view::npos) break;
  }
  return first.find(": data: ") != std::string::npos;
}

// The config with the keys that a refusal proposes for `data`; nothing if it proposes none, or has other problems.
std::optional<std::string> proposed_config(const FuzzInput& input, const std::string& message) {
  const std::size_t at = message.find(proposal_line);
  if (at == std::string::npos || !is_only_of_data(message, message.substr(at + proposal_line.size())))
    return std::nullopt;
  Node root = parse_yaml(input.config, config_name);
  Node& data = *root.find("data");
  for (Node::Entry& proposed : parse_yaml(message.substr(at + proposal_line.size()), "the proposal").entries) {
    std::erase_if(data.entries, [&](const Node::Entry& entry) { return entry.key == proposed.key; });
    data.add(proposed.key, std::move(proposed.value));
  }
  return to_yaml(root);
}

// What a refusal proposes must work. False if it proposes nothing.
bool check_proposal(const fs::path& config, const FuzzInput& input, const std::string& message,
                    const std::function<void(const Experiment&)>& check) try {
  const std::optional<std::string> proposed = proposed_config(input, message);
  if (!proposed || !input.overrides.empty()) return false;
  std::ofstream(config, std::ios::binary) << *proposed;
  check(load_experiment(config));
  std::ofstream(config, std::ios::binary) << input.config;
  return true;
} catch (const UsageError& error) {
  throw std::runtime_error(fmt::format("what this refusal proposes does not work: {}\n-> {}", message, error.what()));
}

Outcome read(const fs::path& config, const FuzzInput& input, const std::function<void(const Experiment&)>& check) {
  constexpr std::size_t many_trials = 10'000;  // whose plan takes long, which is no fault
  try {
    if (input.config.find("tabulate") != std::string::npos && is_tabulation(config)) {
      TabulateConfig tabulation = load_tabulation(config, input.overrides);
      resolve_activations(tabulation, FakeBackend());
      return Outcome::accepted;
    }
    Experiment experiment = load_experiment(config, input.overrides);
    const FakeBackend backend;
    resolve_activations(experiment, backend);
    const Engines engines = make_engines(backend);
    if (experiment.points.size() * experiment.base.seeds.values().size() < many_trials) make_plan(experiment, engines);
    check(experiment);
    return Outcome::accepted;
  } catch (const UsageError& error) {
    const std::string message = error.what();
    if (message.find("this program has no LibTorch") != std::string::npos) return Outcome::accepted;  // the other has
    check_message(message);
    return check_proposal(config, input, message, check) ? Outcome::refused_with_proposal : Outcome::refused;
  }
}

// The exit code of the program, or minus the signal that ended it.
int exit_code(const std::vector<std::string>& command) {
  const pid_t child = fork();
  if (child == 0) {
    std::vector<char*> arguments;
    for (const std::string& argument : command) arguments.push_back(const_cast<char*>(argument.c_str()));
    arguments.push_back(nullptr);
    if (freopen("/dev/null", "w", stdout) == nullptr || freopen("/dev/null", "w", stderr) == nullptr) _exit(126);
    execv(arguments[0], arguments.data());
    _exit(127);
  }
  int status = 0;
  waitpid(child, &status, 0);
  return WIFEXITED(status) ? WEXITSTATUS(status) : -WTERMSIG(status);
}

class Folder {
 public:
  Folder() {
    std::string name = fs::temp_directory_path() / "actlab-fuzz-XXXXXX";
    if (mkdtemp(name.data()) == nullptr) throw std::runtime_error("no temporary folder");
    path_ = name;
    fs::create_directory(input());
  }
  fs::path input() const { return path_ / "input"; }
  fs::path config() const { return input() / config_name; }

  void write(const FuzzInput& input) const {
    std::ofstream(config(), std::ios::binary) << input.config;
    for (const auto& [name, text] : input.files) std::ofstream(this->input() / name, std::ios::binary) << text;
  }
  void expect_only(const FuzzInput& input) const {
    if (std::distance(fs::directory_iterator(this->input()), {}) == std::ssize(input.files) + 1) return;
    throw std::runtime_error("it left a file");
  }
  void keep(long number) const { fs::copy(input(), path_ / fmt::format("failed-{}", number)); }
  void start_again() const {
    fs::remove_all(input());
    fs::create_directory(input());
  }
  void remove() const { fs::remove_all(path_); }
  const fs::path& path() const { return path_; }

 private:
  fs::path path_;
};

void try_program(const std::string& runner, const Folder& folder, const FuzzInput& input, Outcome outcome) {
  std::vector<std::string> command{runner, folder.config().string()};
  command.insert(command.end(), input.overrides.begin(), input.overrides.end());
  if (outcome == Outcome::accepted) {
    command.emplace_back("--dry-run");
  } else {
    command.insert(command.end(), {"--out", (folder.input() / "run").string()});
  }
  const int code = exit_code(command);
  if (code == 2 || (code == 0 && outcome == Outcome::accepted)) return;
  throw std::runtime_error(fmt::format("{} ended with {}", runner, code));
}

}  // namespace

FuzzOptions fuzz_options(int argc, char** argv) {
  FuzzOptions options;
  if (argc > 1) options.count = std::atol(argv[1]);
  if (argc > 2) options.seed = static_cast<unsigned>(std::atol(argv[2]));
  if (argc > 4) {
    options.runner = argv[3];
    options.sample = std::atol(argv[4]);
  }
  return options;
}

int fuzz(const FuzzOptions& options, const std::function<FuzzInput()>& next,
         const std::function<void(const Experiment&)>& check) {
  const Folder folder;
  const long step = options.sample > 0 ? std::max(1L, options.count / options.sample) : 0;
  long accepted = 0, proposed = 0, failed = 0, tried = 0;
  for (long i = 0; i < options.count; ++i) {
    const FuzzInput input = next();
    folder.write(input);
    alarm(seconds_per_input);  // ends the process, and the input is still in the folder
    try {
      const Outcome outcome = read(folder.config(), input, check);
      if (outcome == Outcome::accepted) ++accepted;
      if (outcome == Outcome::refused_with_proposal) ++proposed;
      if (step > 0 && i % step == 0) {
        try_program(options.runner, folder, input, outcome);
        ++tried;
      }
      folder.expect_only(input);
    } catch (const std::exception& error) {
      folder.keep(i);
      ++failed;
      fmt::print(stderr, "{}/failed-{} {}: {}\n", folder.path().string(), i,
                 input.overrides.empty() ? "" : input.overrides[0], error.what());
      folder.start_again();
    }
    alarm(0);
  }
  fmt::print(
      "{} inputs: {} accepted, {} refused ({} with a proposal that works), {} failed; {} also by the real program\n",
      options.count, accepted, options.count - accepted - failed, proposed, failed, tried);
  if (failed == 0) folder.remove();
  return failed == 0 ? 0 : 1;
}

}  // namespace actlab
