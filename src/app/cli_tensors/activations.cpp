#include <fmt/format.h>

#include <CLI/CLI.hpp>
#include <memory>
#include <string>

#include "app/cli/exit_code.h"
#include "app/cli_tensors/activations_text.h"
#include "app/cli_tensors/verbs.h"
#include "core/output.h"

namespace actlab {
namespace {

int show(const std::string& name, bool accuracy) {
  if (accuracy)
    print("{}", accuracy_text());
  else
    print("{}", name.empty() ? catalogue_text() : explain(*make_activation(name)));
  return exit_done;
}

}  // namespace

Action declare_activations(CLI::App& app, const Program& /*program*/) {
  const auto name = std::make_shared<std::string>();
  app.add_option("NAME", *name, "activation to describe (default: list all)");
  const auto accuracy = std::make_shared<bool>(false);
  app.add_flag("--accuracy", *accuracy, "print the largest errors of each activation and of torch's built-in");
  return [name, accuracy] { return show(*name, *accuracy); };
}

}  // namespace actlab
