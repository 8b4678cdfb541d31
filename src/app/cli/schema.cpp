#include <CLI/CLI.hpp>
#include <map>
#include <memory>
#include <nlohmann/json.hpp>
#include <string>

#include "app/cli/exit_code.h"
#include "app/cli/verbs.h"
#include "app/reproduce/expected.h"
#include "core/output.h"
#include "lab/experiment/config.h"
#include "lab/tabulate/config.h"

namespace actlab {

namespace {

const std::map<std::string, nlohmann::json (*)()> schemas{
    {"experiment", experiment_schema},  // configs/schema.json
    {"tabulate", tabulation_schema},    // configs/tabulate.schema.json
    {"expected", expected_schema},      // experiments/schema.json
};

}  // namespace

Action declare_schema(CLI::App& app, const Program& /*program*/) {
  const auto kind = std::make_shared<std::string>("experiment");
  app.add_option("KIND", *kind,
                 "experiment: a config that trains models; tabulate: a table of values; expected: an expected.yaml")
      ->check(CLI::IsMember({"experiment", "tabulate", "expected"}));
  return [kind] {
    print("{}\n", schemas.at(*kind)().dump(2));
    return exit_done;
  };
}

}  // namespace actlab
