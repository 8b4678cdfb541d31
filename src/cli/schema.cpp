#include <CLI/CLI.hpp>
#include <iostream>
#include <nlohmann/json.hpp>

#include "cli/exit_code.h"
#include "cli/verbs.h"
#include "experiment/config.h"

namespace actlab {

namespace {

void declare_schema(CLI::App&, std::function<int()>& verb) {
  verb = [] {
    std::cout << experiment_schema().dump(2) << '\n';
    return exit_done;
  };
}

}  // namespace

// configs/schema.json is what this prints.
const Verb verb_schema{"schema", "print the JSON Schema of a config, for editors", declare_schema};

}  // namespace actlab
