#include <fmt/format.h>
#include <unistd.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>
#include <vector>

#include "cli/gradcheck_text.h"
#include "cli/verbs.h"
#include "core/log.h"

namespace actlab {
namespace {

struct GradcheckArguments {
  std::vector<std::string> names;
  bool json = false;
};

int check(const GradcheckArguments& arguments) {
  std::vector<ActivationPtr> activations;  // all names are looked up before the first check takes its time
  for (const std::string& name : arguments.names) activations.push_back(make_activation(name));
  if (activations.empty()) activations.assign(catalogue().begin(), catalogue().end());
  std::vector<ActivationCheck> checks;
  for (const ActivationPtr& activation : activations) checks.push_back(check_activation(*activation));
  fmt::print("{}", arguments.json ? gradcheck_json(checks) : gradcheck_text(checks, use_colours(STDOUT_FILENO)));
  return gradcheck_exit_code(checks);
}

void declare_gradcheck(CLI::App& app, std::function<int()>& verb) {
  const auto arguments = std::make_shared<GradcheckArguments>();
  app.add_option("NAME", arguments->names, "activations to check; all of them where none is named");
  app.add_flag("--json", arguments->json, "print everything as JSON");
  verb = [arguments] { return check(*arguments); };
}

}  // namespace

const Verb verb_gradcheck{"gradcheck", "checks the derivatives of activations against differences and torch",
                          declare_gradcheck};

}  // namespace actlab
