// The whole of what `runner` has not, because it has no LibTorch in it. Whatever is asked of these is answered by
// runner-libtorch, which takes this program's place.
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <cerrno>
#include <cstring>
#include <filesystem>
#include <nlohmann/json.hpp>
#include <stdexcept>
#include <string>
#include <vector>

#include "app/cli/command_line.h"
#include "app/cli/verbs.h"
#include "core/libtorch.h"
#include "lab/models/outside_activation.h"
#include "lab/record/weights.h"
#include "lab/tabulate/tabulate.h"
#include "lab/training/engine.h"
#include "show/portrait/portrait.h"

namespace actlab {
namespace {

[[noreturn]] void go_on_with_libtorch() {
  const auto program = std::filesystem::read_symlink("/proc/self/exe").parent_path() / "runner-libtorch";
  std::vector<std::string> words = command_line();
  std::vector<char*> arguments;
  for (std::string& word : words) arguments.push_back(word.data());
  arguments.push_back(nullptr);
  execv(program.c_str(), arguments.data());
  throw std::runtime_error("what is asked for needs LibTorch, but " + program.string() +
                           " cannot be started: " + std::strerror(errno));
}

class EagerEngineElsewhere final : public Engine {
 public:
  std::string_view name() const override { return "eager"; }
  std::optional<std::string> why_not(const Trial&) const override { go_on_with_libtorch(); }
  std::size_t batch_size() const override { return 1; }
  void train(std::span<const Trial>, const std::atomic<bool>&,
             const std::function<void(const Trial&, TrialResult&&)>&) const override {
    go_on_with_libtorch();
  }
  std::unique_ptr<NetworkView> view(const Trial&, std::int64_t, std::int64_t, const NamedArrays&) const override {
    go_on_with_libtorch();
  }
};

// Takes any words at all, `--help` among them: what they mean is not known here.
void declare_elsewhere(CLI::App& app, std::function<int()>& run) {
  app.set_help_flag();
  app.allow_extras();
  run = []() -> int { go_on_with_libtorch(); };
}

}  // namespace

void need_libtorch() {
  go_on_with_libtorch();
}

void declare_gradcheck(CLI::App& app, std::function<int()>& run) {
  declare_elsewhere(app, run);
}
void declare_activations(CLI::App& app, std::function<int()>& run) {
  declare_elsewhere(app, run);
}

std::unique_ptr<Engine> make_eager_engine() {
  return std::make_unique<EagerEngineElsewhere>();
}

std::shared_ptr<const OutsideActivation> make_script_activation(const std::string&) {
  go_on_with_libtorch();
}
std::shared_ptr<const OutsideActivation> make_plugin_activation(const std::filesystem::path&, const std::string&,
                                                                const ArgumentTexts&) {
  go_on_with_libtorch();
}
void try_on_tensors(const Activation&) {
  go_on_with_libtorch();
}

nlohmann::json portrait_on_tensors(const Activation&) {
  go_on_with_libtorch();
}

std::vector<TabulatedValue> tabulate(const TabulateConfig&) {
  go_on_with_libtorch();
}

void write_state_dict(const std::filesystem::path&, const NamedArrays&) {
  go_on_with_libtorch();
}

}  // namespace actlab
