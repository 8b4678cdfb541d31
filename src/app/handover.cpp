#include "app/handover.h"

#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "lab/models/activation_portrait.h"
#include "lab/tabulate/tabulate.h"
#include "lab/training/engine.h"

namespace actlab {
namespace {

[[noreturn]] void hand_over() {
  const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "runner-libtorch";
  std::vector<std::string> arguments = command_line();
  std::vector<char*> argv;
  for (std::string& argument : arguments) argv.push_back(argument.data());
  argv.push_back(nullptr);
  execv(program.c_str(), argv.data());
  throw std::runtime_error("this command needs LibTorch, but " + program.string() +
                           " cannot be started: " + std::strerror(errno));
}

// Every run creates the eager engine, but few use it. So it hands over only when it is used, first by a plan that needs
// to know whether it can train a model.
class HandoverEngine final : public Engine {
 public:
  std::string_view name() const override { return "eager"; }
  std::optional<std::string> unsupported_reason(const Trial&) const override { hand_over(); }
  std::size_t batch_size() const override { return 1; }
  void train(std::span<const Trial>, const std::atomic<bool>&,
             const std::function<void(const Trial&, TrialResult&&)>&) const override {
    hand_over();
  }
  std::unique_ptr<NetworkView> view(const Trial&, std::int64_t, std::int64_t, const NamedArrays&) const override {
    hand_over();
  }
};

}  // namespace

void Handover::require() const {
  hand_over();
}

std::unique_ptr<Engine> Handover::make_eager_engine() const {
  return std::make_unique<HandoverEngine>();
}

ActivationPtr Handover::make_script_activation(const std::string&) const {
  hand_over();
}

ActivationPtr Handover::make_plugin_activation(const std::filesystem::path&, const std::string&,
                                               const ArgumentTexts&) const {
  hand_over();
}

void Handover::check_hidden_layer(const Activation&) const {
  hand_over();
}

ActivationPortrait Handover::portrait(const Activation&) const {
  hand_over();
}

std::vector<TabulatedValue> Handover::tabulate(const TabulateConfig&) const {
  hand_over();
}

void Handover::write_state_dict(const std::filesystem::path&, const NamedArrays&) const {
  hand_over();
}

Action declare_handover(CLI::App& app, const Program&) {
  app.set_help_flag();
  app.allow_extras();
  return []() -> int { hand_over(); };
}

}  // namespace actlab
